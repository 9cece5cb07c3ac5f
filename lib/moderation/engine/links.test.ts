import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundIn, hitsOf, holds } from '@/tests/support/rules'
import { findLinks } from './links'

const listed = (...domains: string[]) => ({ kind: 'links', domains })

describe('links', () => {
  test.each([
    'https://scam.example/x',
    'HTTP://SCAM.EXAMPLE',
    'scam.example',
    'go to login.scam.example:8080/x?y=1#z, now',
    'https://user:word@scam.example/',
    'https://discord.com@scam.example',
    'sc\u200bam.exa\u00admple',
    'scam。example',
    'ｓｃａｍ.example',
    '(scam.example)',
    '[x](https://scam.example)',
    '<https://scam.example>',
  ])('to a listed domain are found in %s', (text) => {
    expect(holds(listed('scam.example'), text)).toBe(true)
  })

  test.each([
    'notscam.example',
    'scam.example.org',
    'mail me@scam.example',
    'https://ok.example/scam.example',
    'scam',
    'scam..example',
  ])('to other domains are not: %s', (text) => {
    expect(holds(listed('scam.example'), text)).toBe(false)
  })

  test('hold a path and what lies under it, hosts in any case and writing', () => {
    const when = listed('bit.ly/Bad', 'bücher.example')
    expect(holds(when, 'https://Bit.ly/Bad?x')).toBe(true)
    expect(holds(when, 'bit.ly/Bad/more')).toBe(true)
    expect(holds(when, 'bit.ly/Badder bit.ly')).toBe(false)
    expect(holds(when, 'https://xn--bcher-kva.example BÜCHER.example')).toBe(true)
  })

  test('of a site that is listed with www. are those without as well', () => {
    expect(holds(listed('www.scam.example'), 'scam.example/x and more')).toBe(true)
    expect(holds(listed('www.example'), 'shop.www.example')).toBe(true)
  })

  test('are told from words with a dot by what can be registered', () => {
    const any = { kind: 'links', mode: 'any' }
    expect(
      foundIn(any, 'see readme.txt, v1.2.3, e.g. this, example.org/a_(b). And www.x, http://localhost.x!'),
    ).toEqual(['example.org/a_(b)', 'www.x', 'localhost.x'])
    expect(holds({ kind: 'links', mode: 'unlisted', domains: ['example.org'] }, 'a.example.org file.txt')).toBe(false)
    expect(holds({ kind: 'links', mode: 'unlisted', domains: ['example.org'] }, 'example.org example.com')).toBe(true)
  })

  test('are invitations by platform', () => {
    const text = 'https://discord.gg/abc t.me/joinchat/x chat.whatsapp.com/y discord.com/channels/1'
    expect(foundIn({ kind: 'invites' }, text)).toEqual(['discord.gg/abc', 't.me/joinchat/x', 'chat.whatsapp.com/y'])
    expect(foundIn({ kind: 'invites', platforms: ['telegram'] }, text)).toEqual(['t.me/joinchat/x'])
    expect(holds({ kind: 'invites', platforms: ['discord'] }, 'discordapp.com/invite/x')).toBe(true)
  })

  test('are where their offsets say', () => {
    const host = fc.constantFrom('scam.example', 'a.scam.example', 'SCAM.example/x')
    const noise = fc.string({ unit: fc.constantFrom('😀', ' ', '\n', '日', '(', 'é', '@', '.'), maxLength: 10 })
    fc.assert(
      fc.property(noise, host, noise, (before, link, after) => {
        const text = `${before} ${link} ${after}`
        const start = before.length + 1
        expect(hitsOf(listed('scam.example'), text)).toEqual([{ path: 'when', start, end: start + link.length }])
      }),
    )
  })

  const units = [
    'a.',
    'a@',
    'é.',
    'a.b,',
    'a.b/,',
    'a.b/(',
    'a.b/👉',
    'a.b?u=http%3A//',
    'http:',
    'http://a.b/',
    'http://a\n',
    '"http:',
  ]
  const others = [
    'evil.com吧',
    '好.',
    'a。b',
    'ａ．',
    '%2e',
    '&#46',
    '\\.',
    '[',
    '](',
    '//',
    '=//',
    '@',
    'a--',
    'a.B',
    'http://a.b@',
    'http\n:',
  ]
  test.each([
    ...[...units, ...others].map((unit) => unit.repeat(100_000 / unit.length)),
    `a${'.'.repeat(100_000)}b`,
    `a${'-'.repeat(100_000)}b.c`,
    `e${'\u200b'.repeat(100_000)}vil.com`,
    `http://a.b/${'.'.repeat(100_000)}x`,
    `http://a.b/${'../x/'.repeat(20_000)}`,
    `http://a.b/?u=${'%2525'.repeat(20_000)}`,
    `http://${'a,'.repeat(50_000)}@evil.com`,
    `${'é'.repeat(100_000)}.é`,
    `${'a好'.repeat(50_000)}.com`,
  ])('take no time to speak of in 100 kB (%#)', (text) => {
    const begin = performance.now()
    findLinks(text)
    // Quadratic time would be minutes.
    expect(performance.now() - begin).toBeLessThan(2_000)
  })
})

describe('traits of a text', () => {
  test.each([
    [{ kind: 'mentions', atLeast: 3 }, 'hi @ann @bob @Ann @eve', 'hi @ann @bob me@c.org @ann'],
    [{ kind: 'mentions', atLeast: 2 }, '<@123> <@&45>', '<@123> <@123>'],
    [{ kind: 'mentions', atLeast: 1 }, '@**Ann Lee**', 'a@b @ c'],
    [{ kind: 'caps', share: 0.7, minLength: 5 }, 'BUY IT no', 'BUY It no'],
    [{ kind: 'caps', share: 0.7, minLength: 5 }, 'ПРИВЕТ!', 'OK 日本'],
    [{ kind: 'repetition', characters: 5 }, 'nooooo', 'noooo'],
    [{ kind: 'repetition', characters: 3 }, '😀 😀😀', '😀😁😀'],
    [{ kind: 'repetition', words: 3 }, 'buy, BUY buy', 'buy me buy'],
    [{ kind: 'repetition', lines: 2 }, 'a\nb\n a ', 'a\nb\n\n\n'],
  ])('%j holds for %s, not for %s', (when, text, other) => {
    expect([holds(when, text), holds(when, other)]).toEqual([true, false])
  })
})

test('a port behind a host that ends as a scheme does is a port', () => {
  expect(findLinks('https://evil.ws:8080/x').map(({ host }) => host)).toEqual(['evil.ws'])
  expect(findLinks('see evil.ws:8080/x').map(({ host }) => host)).toEqual(['evil.ws'])
})
