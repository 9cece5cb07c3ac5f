import { describe, expect, test } from 'vitest'
import { holds } from '@/tests/support/rules'
import { platformOf } from './domain-list'
import { findLinks } from './links'

const isListed = (domain: string, text: string) => holds({ kind: 'links', domains: [domain] }, text)

describe('a path', () => {
  test('is kept in its case and compared in it, while hosts are not', () => {
    expect(findLinks('https://Discord.GG/AbC').map(({ host, path }) => host + path)).toEqual(['discord.gg/AbC'])
    expect(isListed('discord.gg/AbC', 'https://DISCORD.gg/AbC and more')).toBe(true)
    expect(isListed('Discord.gg/AbC', 'discord.gg/AbC/')).toBe(true)
    expect(isListed('discord.gg/AbC', 'discord.gg/abc discord.gg/ABC')).toBe(false)
    expect(isListed('discord.gg/abc', 'discord.gg/AbC')).toBe(false)
  })

  test('of an invite is one in any case', () => {
    for (const text of ['Discord.com/Invite/AbC', 'https://discord.com/INVITE/x', 'T.ME/x', 'guilded.gg/I/x'])
      expect([text, holds({ kind: 'invites' }, text)]).toEqual([text, true])
    expect(platformOf({ host: 'discord.com', path: '/Invite/x' })).toBe('discord')
    expect(holds({ kind: 'invites' }, 'discord.com/invites')).toBe(false)
  })

  test.each([
    'https://bit.ly/Bad?x=1#y',
    'bit.ly/Bad/more',
    'https://bit.ly/%42%61d',
    'https://bit.ly/a/../Bad',
    'https://bit.ly/a/%2e%2E/Bad',
    'https://bit.ly/./Bad',
    'https://bit.ly\\Bad',
    'https://bit.ly//Bad',
    'https://bit.ly:443/Bad',
    'https://user@bit.ly/Bad',
    'https://bit.ly/Bad/.',
    'https://bit.ly/Bad快来',
    'https://bit.ly/Bad，快来',
    'https://bit.ly/Bad,https://good.example/',
    'https://bit.ly/Bad|good.example',
    'https://bit.ly/Badhttps://good.example',
    'https://bit.ly/Bad👉https://good.example',
    'https://good.example/?u=https://bit.ly/Bad&v=1',
    'https://good.example/?u=https%3A%2F%2Fbit.ly%2FBad%3Fw&v=1',
    '[good.example](https://bit.ly/Bad)',
    '<https://bit.ly/Bad|good.example>',
    '"https://bit.ly/Bad"',
    '[url]https://bit.ly/Bad[/url]',
    '[url=https://bit.ly/Bad]x[/url]',
    '**https://bit.ly/Bad**',
    '<a href="https://bit.ly/Ba\nd">x</a>',
    'https://bit&#46;ly/&#66;ad',
    'BIT.LY/Bad...',
  ])('that is listed is found in %s', (text) => {
    expect(isListed('bit.ly/Bad', text)).toBe(true)
  })

  test.each([
    'bit.ly/bad',
    'bit.ly/Badder',
    'bit.ly/Ba',
    'bit.ly',
    'bit.ly/?Bad',
    'bit.ly/a/Bad',
    'bit.ly/Bad/../x',
    'https://bit.ly/Ba%2Fd',
  ])('that is listed is not found in %s', (text) => {
    expect(isListed('bit.ly/Bad', text)).toBe(false)
  })

  test('is listed in the writing in which people copy it', () => {
    expect(isListed('https://en.example/wiki/A_(b)/', '(https://en.example/wiki/A_(b))')).toBe(true)
    expect(isListed('example.org/路', 'https://example.org/%E8%B7%AF')).toBe(true)
    expect(isListed('example.org/%e8%b7%af', 'https://example.org/路')).toBe(true)
    expect(isListed('example.org/a/../b', 'https://example.org/b')).toBe(true)
    expect(isListed('my_site.example/a', 'https://my_site.example/a')).toBe(true)
  })

  test('of the outer link is left whole by what is nested in it', () => {
    const text = 'https://good.example/out?u=https://evil.example/x&v=1 end'
    expect(isListed('good.example/out', text)).toBe(true)
    expect(findLinks(text).map(({ host, path, start, end }) => [host, path, text.slice(start, end)])).toEqual([
      ['good.example', '/out', 'good.example/out?u=https://evil.example/x&v=1'],
      ['evil.example', '/x', 'evil.example/x&v=1'],
    ])
  })
})
