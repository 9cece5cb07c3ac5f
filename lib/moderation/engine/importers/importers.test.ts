import { describe, expect, test } from 'vitest'
import { compile } from '../compile'
import { importDiscordRules } from './discord'
import { importDomainList, importWordList } from './lists'
import { importMastodonBlocks } from './mastodon'

describe('lists', () => {
  test('of words are taken a line each, with what was left out and why', () => {
    const { words, skipped } = importWordList(
      `\uFEFF# a list\r\nnitro\n\n  free money \nNITRO\n***\n#tag\n${'x'.repeat(101)}`,
    )
    expect(words).toEqual(['nitro', 'free money', '#tag'])
    expect(skipped).toEqual([
      { line: 5, text: 'NITRO', why: 'It’s a duplicate.' },
      { line: 6, text: '***', why: 'A keyword must have more than wildcards.' },
      { line: 8, text: 'x'.repeat(101), why: 'A keyword can have at most 100 characters.' },
    ])
  })

  test('of domains are taken as others write them too', () => {
    const { domains, skipped } = importDomainList(
      [
        '# hosts',
        '! ads',
        '0.0.0.0 a.example # bad',
        '||b.example^',
        '||e.example^$third-party',
        '*.c.example',
        'https://D.example/x/',
        'localhost',
        'a.example',
        'not a.domain',
        'co.uk',
      ].join('\n'),
    )
    expect(domains).toEqual(['a.example', 'b.example', 'e.example', 'c.example', 'd.example/x'])
    expect(skipped.map(({ line }) => line)).toEqual([8, 9, 10, 11])
  })
})

describe('lists with commas', () => {
  test('of three and more are lists, whatever the comma', () => {
    expect(importWordList('foo, bar, baz\n"one";"two";"three"\n赌博，诈骗、色情').words).toEqual([
      ...['foo', 'bar', 'baz', 'one', 'two', 'three', '赌博', '诈骗', '色情'],
    ])
    expect(importDomainList('||x.example^$script,image,third-party\ny.example # one, two, three').domains).toEqual([
      ...['x.example', 'y.example'],
    ])
    expect(importDomainList('a.example, b.example,c.example,').domains).toEqual([
      ...['a.example', 'b.example', 'c.example'],
    ])
  })

  test('of two may be a phrase, and it is said', () => {
    const { words, skipped } = importWordList('hey, you\n"well, well"')
    expect(words).toEqual(['hey, you', 'well, well'])
    expect(skipped).toMatchObject([1, 2].map((line) => ({ line, why: expect.stringContaining('one phrase') })))
  })

  test('what was no UTF-8 is left out by name', () => {
    expect(importWordList('caf\ufffd\ntea')).toMatchObject({
      words: ['tea'],
      skipped: [{ line: 1, why: expect.stringContaining('UTF-8') }],
    })
  })
})

test.each(['noop', 'Noop', ' NOOP ', 'none'])(
  'a blocked domain whose severity is %s is left out by name',
  (severity) => {
    const { domains, skipped } = importMastodonBlocks(`domain,severity\na.example,${severity}\nb.example,suspend\n`)
    expect(domains).toEqual(['b.example'])
    expect(skipped).toMatchObject([{ line: 2, text: 'a.example' }])
  },
)

describe("Rust's expressions", () => {
  const imported = (patterns: string[], more: object = {}) =>
    importDiscordRules(
      JSON.stringify({
        ...{ name: 'r', trigger_type: 1, trigger_metadata: { regex_patterns: patterns }, actions: [] },
        ...more,
      }),
    )

  test.each([
    '[a-z&&[^aeiou]]{5}',
    '\\b{start}a',
    'a\\b{end-half}',
    '[\\p{L}--a]',
    '[a-g~~b-h]',
    '[a[bc]]',
    '[^]a&&b]',
    '\\<free\\>',
    'a{,3}',
    '(?x)a b',
  ])('that mean something else here are left out by name: %s', (pattern) => {
    const { rules, skipped } = imported([pattern, 'fine'])
    expect(rules[0]?.when).toEqual({ any: [{ kind: 'regex', pattern: 'fine', flags: 'i' }] })
    expect(skipped.map(({ what }) => what)).toEqual([`r: ${pattern}`])
  })

  test.each(['[[:alpha:]]+', '[\\[a]', '\\\\<', '[a-z]&&', '[\\]&&]', '\\bрак\\b', '[-a]'])(
    'that mean the same are taken: %s',
    (pattern) => {
      expect(imported([pattern]).skipped).toEqual(pattern === '[\\]&&]' ? [expect.anything(), expect.anything()] : [])
    },
  )

  test('\\b goes by the letters of every script, as there', () => {
    const { rules } = imported(['\\bрак\\b'])
    const finds = (text: string) => compile(rules).match({ text }).matched.length > 0
    expect(['это рак!', 'большая драка'].map(finds)).toEqual([true, false])
  })

  test('of a rule that was switched off come with a word about it', () => {
    expect(imported(['a'], { enabled: false }).skipped).toMatchObject([{ what: 'r: disabled' }])
  })
})

describe('domains of lists', () => {
  test('under which others have their sites are left out with a note, as those are where anybody may register', () => {
    const list =
      'github.io\nBlogspot.com\n*.herokuapp.com\n||vercel.app^\nco.uk\nevil.github.io\nblogspot.com/bad\nevil.com'
    const { domains, skipped } = importDomainList(list)
    expect(domains).toEqual(['evil.github.io', 'blogspot.com/bad', 'evil.com'])
    expect(skipped.map(({ line, text }) => `${line} ${text}`)).toEqual([
      '1 github.io',
      '2 Blogspot.com',
      '3 *.herokuapp.com',
      '4 ||vercel.app^',
      '5 co.uk',
    ])
    expect(skipped[0]?.why).toBe(
      'github.io hosts many people’s sites. List the sites that you mean, or add it to the rule manually.',
    )
    const blocks = importMastodonBlocks('#domain,#severity\ngithub.io,suspend\nevil.github.io,suspend\n')
    expect(blocks.domains).toEqual(['evil.github.io'])
    expect(blocks.skipped.map(({ text }) => text)).toEqual(['github.io'])
  })

  test('keep the case of their paths, and are told apart by it', () => {
    const { domains, skipped } = importDomainList(
      'https://Discord.GG/AbC\ndiscord.gg/aBC\nDISCORD.gg/AbC/\nEVIL.com\nevil.COM',
    )
    expect(domains).toEqual(['discord.gg/AbC', 'discord.gg/aBC', 'evil.com'])
    expect(skipped.map(({ line }) => line)).toEqual([3, 5])
  })

  test('are taken where their dots are in brackets, as reports of threats write them', () => {
    expect(importDomainList('evil[.]com\nhxxps://a.evil[.]ru/x\nb(.)evil{.}org').domains).toEqual([
      'evil.com',
      'a.evil.ru/x',
      'b.evil.org',
    ])
  })
})

describe("Mastodon's blocked domains", () => {
  test('are taken but for those that are hidden or let be', () => {
    const csv = `#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
bad.example,suspend,true,true,"spam, and more",false
quiet.example,silence,false,false,,false
b*d.example,suspend,false,false,,true
media.example,noop,true,false,,false
bad.example,suspend,false,false,,false
nodot,suspend,false,false,,false
`
    const { domains, skipped } = importMastodonBlocks(csv)
    expect(domains).toEqual(['bad.example', 'quiet.example'])
    expect(skipped.map(({ line, text, why }) => `${line} ${text}: ${why}`)).toEqual([
      '4 b*d.example: The export hides part of this domain.',
      '5 media.example: Its severity is noop, so Mastodon doesn’t block it.',
      '6 bad.example: It’s a duplicate.',
      '7 nodot: This isn’t a domain such as example.org or example.org/path.',
    ])
  })

  test('are read without a header too', () => {
    expect(importMastodonBlocks('a.example\r\nb.example')).toEqual({ domains: ['a.example', 'b.example'], skipped: [] })
  })
})

describe("Discord's AutoMod", () => {
  const keywordRule = {
    id: '969707018069872670',
    guild_id: '613425648685547541',
    name: 'Keywords',
    creator_id: '423457898095789043',
    event_type: 1,
    trigger_type: 1,
    trigger_metadata: {
      keyword_filter: ['cat*', '*dog', 'nitro'],
      regex_patterns: ['fr(e+)', '(?=x)y', '['],
      allow_list: ['category'],
    },
    actions: [
      { type: 1, metadata: { custom_message: 'Please keep it friendly' } },
      { type: 2, metadata: { channel_id: '123456789123456789' } },
      { type: 3, metadata: { duration_seconds: 90 } },
      { type: 4, metadata: {} },
    ],
    enabled: true,
    exempt_roles: ['323456789123456789'],
    exempt_channels: [],
  }

  test('becomes a rule that finds what it found', () => {
    const { rules, skipped } = importDiscordRules(JSON.stringify(keywordRule))
    expect(rules).toHaveLength(1)
    expect(rules[0]).toMatchObject({
      name: 'Keywords',
      // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
      then: [{ type: 'hide' }, { type: 'openCase', severity: 2 }, { type: 'mute', minutes: 2 }],
    })
    const finds = (text: string) => compile(rules).match({ text }).matched.length > 0
    expect(['catnip', 'hotdog', 'nitro', 'freee'].map(finds)).toEqual([true, true, true, true])
    expect(['category', 'concat', 'doggy', 'nitros'].map(finds)).toEqual([false, false, false, false])
    expect(skipped.map(({ what }) => what)).toEqual([
      'Keywords: (?=x)y',
      'Keywords: [',
      'Keywords: allow list',
      'Keywords: action 4',
      'Keywords: exempt roles',
    ])
  })

  test('is taken as a list, and says what has no counterpart', () => {
    const rule = (name: string, trigger_type: number, trigger_metadata = {}) => ({
      name,
      trigger_type,
      trigger_metadata,
      actions: [],
    })
    const { rules, skipped } = importDiscordRules(
      JSON.stringify({
        auto_moderation_rules: [
          rule('mentions', 5, { mention_total_limit: 5, mention_raid_protection_enabled: true }),
          rule('spam', 3),
          rule('presets', 4, { presets: [1, 2, 3] }),
          rule('profiles', 6, { keyword_filter: ['x'] }),
          rule('empty', 1),
          { name: 'no rule' },
        ],
      }),
    )
    expect(rules).toEqual([
      {
        name: 'mentions',
        when: { any: [{ kind: 'mentions', atLeast: 6 }] },
        // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
        then: [{ type: 'openCase', severity: 2 }],
      },
    ])
    expect(skipped.map(({ what }) => what)).toEqual([
      'mentions: mention raid protection',
      'spam',
      'presets',
      'profiles',
      'empty',
      'rule 6',
    ])
  })

  test('takes a star within a word and a question mark for themselves, as there', () => {
    const rule = { ...keywordRule, trigger_metadata: { keyword_filter: ['what?', 'a*b', '*c?d*', '**'] } }
    const { rules, skipped } = importDiscordRules(JSON.stringify(rule))
    const finds = (text: string) => compile(rules).match({ text }).matched.length > 0
    expect(['what?', 'a*b', 'xxc?dxx'].map(finds)).toEqual([true, true, true])
    expect(['whats', 'axxb', 'xxcydxx', 'somewhat?'].map(finds)).toEqual([false, false, false, false])
    expect(skipped.map(({ what }) => what)).toEqual(['Keywords: action 4', 'Keywords: exempt roles'])
  })

  test('that is no JSON is refused, and what is no rule said in words', () => {
    expect(() => importDiscordRules('{')).toThrow('The file isn’t valid JSON.')
    expect(importDiscordRules('[{"name":"Spam"}]').skipped).toEqual([
      { what: 'rule 1', why: 'This isn’t an AutoMod rule: trigger_type is required.' },
    ])
  })
})
