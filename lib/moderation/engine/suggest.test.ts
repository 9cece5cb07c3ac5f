import { describe, expect, test } from 'vitest'
import { foundIn } from '@/tests/support/rules'
import { type LeafCondition, ruleBody } from './schema'
import { type SuggestInput, suggest } from './suggest'
import { countWords } from './word-counts'

const ORDINARY = [
  'who is coming to the meetup tonight',
  'the new lighting in the harbour is free for all of you',
  'claim a boat at the pier and make a day of it',
  'my first day here, and I want to write to you all',
  'how do I join a private message with my friends, now that it works',
  'can I get in here, I ask myself',
]
/** Enough of them that what they say counts for ordinary. */
const ordinary = countWords(Array.from({ length: 400 }, (_, n) => ORDINARY[n % ORDINARY.length] ?? ''))
const acted = countWords(['free skins for you', 'claim free skins now', 'cheap gold'])

const from = (text: string, given: Partial<SuggestInput> = {}) =>
  suggest({ text, ordinary, acted, isOrdinaryDomain: () => false, ...given })
const kindsOf = (conditions: readonly LeafCondition[]) => conditions.map(({ kind }) => kind)
const of = <Kind extends LeafCondition['kind']>(conditions: readonly LeafCondition[], kind: Kind) =>
  conditions.find((one) => one.kind === kind) as Extract<LeafCondition, { kind: Kind }> | undefined

describe('a rule made from a text', () => {
  test('looks for the words that members seldom write, joined where they stand together', () => {
    const { conditions, about, isDisguised } = from('FREE SKINS for the first 50, claim now: Rabatt-Code inside')
    expect(of(conditions, 'keywords')).toMatchObject({ match: 'word', normalise: false })
    expect(of(conditions, 'keywords')?.words).toEqual(expect.arrayContaining(['skins', 'rabatt-code inside']))
    expect(of(conditions, 'keywords')?.words.join(' ')).not.toMatch(/\b(the|first|now|claim|free)\b/)
    expect(isDisguised).toBe(false)
    expect(about).toBe(of(conditions, 'keywords')?.words[0])
  })

  test('looks for what it links to by the domain that somebody registered, and for invites by their platform', () => {
    const { conditions } = from('see https://claim.skins.co.uk/now and discord.gg/abc')
    expect(of(conditions, 'links')).toMatchObject({ domains: ['skins.co.uk'], mode: 'listed' })
    expect(of(conditions, 'invites')).toMatchObject({ platforms: ['discord'] })
  })

  test.each([
    '[https://discord.com/nitro](https://steam-gift.example/claim)',
    '[discord.com/nitro](https://steam-gift.example/claim "https://discord.com")',
    '[**https://discord.com/nitro**](<https://steam-gift.example/claim>)',
    '[to [1] https://discord.com/nitro](//steam-gift.example/claim)',
    '[https://discord.com/nitro][1]\n\n[1]: https://steam-gift.example/claim',
    '<a class="x" href="https://steam-gift.example/claim"><b>https://discord.com/nitro</b></a>',
    "<A HREF = 'https://steam-gift&#46;example/claim'>discord.com/nitro</A>",
    '[url=https://steam-gift.example/claim]https://discord.com/nitro[/url]',
    '<https://steam-gift.example/claim|https://discord.com/nitro>',
    'https://discord.com@steam-gift.example/claim',
    'https://discord.com,x@steam-gift.example/claim https://discord.com:a@steam-gift.example',
    'https://%73team-gift%2eexample/claim',
    'https://steam-gift.example/claim?next=https://discord.com/nitro',
    'https://google.example/url?q=https%3A%2F%2Fsteam-gift.example%2Fclaim',
    'https://steam-gift.example.请看',
    'https://steam-gift&period;example/claim',
    'hxxps://steam-gift[.]example/claim',
  ])('looks for where a disguised link leads: %s', (text) => {
    const { conditions, about } = from(text)
    expect(of(conditions, 'links')).toEqual({ kind: 'links', domains: ['steam-gift.example'], mode: 'listed' })
    expect(of(conditions, 'invites')).toBeUndefined()
    expect(of(conditions, 'keywords')).toBeUndefined()
    expect(about).toBe('steam-gift.example')
  })

  test('looks for what everybody can be sent to by a site that members know, and not for that site', () => {
    const isOrdinaryDomain = (domain: string) => domain === 'known.example'
    const hops = (text: string) => of(from(text, { isOrdinaryDomain }).conditions, 'links')?.domains
    expect(hops('https://known.example/out?u=https://bad.example/x')).toEqual(['bad.example'])
    expect(hops('https://bad.example/?next=https://known.example/x')).toEqual(['bad.example'])
  })

  test('keeps the case of a path, which tells short links apart', () => {
    const { conditions } = from('https://bit.ly/Ab%43d/../AbC', { isOrdinaryDomain: () => true })
    expect(of(conditions, 'links')?.domains).toEqual(['bit.ly/AbC'])
  })

  test('looks for a path alone where members link to the same domain', () => {
    const isOrdinaryDomain = (domain: string) => domain === 'video.example'
    expect(of(from('https://www.video.example/bad-one', { isOrdinaryDomain }).conditions, 'links')?.domains).toEqual([
      'www.video.example/bad-one',
    ])
    expect(kindsOf(from('https://video.example/', { isOrdinaryDomain }).conditions)).toEqual([])
  })

  test('looks for any number where one stands among such words', () => {
    const { conditions } = from('you can earn 300 weekly, ask me')
    const regex = of(conditions, 'regex')
    expect(regex).toBeDefined()
    expect(foundIn(regex, 'she said I could earn 1,200 weekly, ask her')).toEqual(['earn 1,200 weekly, ask'])
  })

  test('sees through disguises, and looks for them', () => {
    for (const text of ['get nit\u200bro here', 'get nitrо here', 'get n i t r o here']) {
      const { conditions, isDisguised } = from(text)
      expect(isDisguised).toBe(true)
      expect(of(conditions, 'keywords')).toMatchObject({ words: ['nitro'], normalise: true })
    }
    for (const text of ['привет всем', 'café naïve über', "l'été"]) expect(from(text).isDisguised).toBe(false)
  })

  test('finds nothing in an everyday text, and never takes 100 kB for long', () => {
    expect(from('who is coming to the harbour').conditions).toEqual([])
    expect(from('').conditions).toEqual([])
    const start = performance.now()
    from('earn 5 gold at a.example '.repeat(4_000))
    expect(performance.now() - start).toBeLessThan(5_000)
  })

  test('is one that can be saved, and finds the text that it was made from', () => {
    for (const text of ['FREE skins for 50 at skins.example/x', 'join t.me/abc', 'earn 300 weekly', 'f r e e gold']) {
      const { conditions } = from(text)
      // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
      const body = ruleBody.parse({ name: 'x', when: { any: conditions }, then: [{ type: 'hide' }] })
      expect(foundIn(body.when, text).length).toBeGreaterThan(0)
    }
  })

  test('with nothing to compare with looks for long words only', () => {
    const none = countWords([])
    const { conditions } = from('buy the cheap harvest cloak now', { ordinary: none, acted: none })
    expect(of(conditions, 'keywords')?.words).toEqual(['cheap harvest cloak'])
  })
})
