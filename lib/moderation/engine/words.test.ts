import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundIn, hitsOf, holds } from '@/tests/support/rules'
import { WORDS_OF_LANGUAGES } from '@/tests/support/words-of-languages'

const keywords = (words: string[], more: object = {}) => ({ kind: 'keywords', words, ...more })
const hidden = (words: string[], more: object = {}) => keywords(words, { normalise: true, ...more })

describe('words of languages', () => {
  const all = WORDS_OF_LANGUAGES.flatMap(({ language, words }) => words.map((word) => ({ language, word })))

  test.for(all)(
    '$language: $word.0 is found where it stands, with and without normalising',
    ({ word: [word, standsIn] }) => {
      for (const text of standsIn)
        expect([holds(keywords([word]), text), holds(hidden([word]), text), text]).toEqual([true, true, text])
    },
  )

  test.for(all)('$language: $word.0 is not found inside other words', ({ word: [word, , isInside] }) => {
    for (const text of isInside)
      expect([holds(keywords([word]), text), holds(hidden([word]), text), text]).toEqual([false, false, text])
  })

  test('are found as a list as well as one by one', () => {
    for (const { words } of WORDS_OF_LANGUAGES) {
      const list = words.map(([word]) => word)
      for (const [word, standsIn] of words)
        for (const text of standsIn) expect(foundIn(keywords(list), text).length, `${word}: ${text}`).toBeGreaterThan(0)
    }
  })
})

describe('the bounds of words', () => {
  test.each([
    ['abc', 'abcódef'],
    ['nitro', 'énitro nitroß nitroв αnitro nitro٣'],
    ['cafe', 'cafe\u0301 noir'],
    ['x', 'x\u0304 and x\u0323'],
    ['nitro', 'snake_nitro_case nitro_ _nitro my__nitro'],
    ['nitro', 'nitro\u00adwelt nitro\u2060s nitro\u200ds'],
    ['don', "don't don’t"],
    ['re', "we're we’re"],
    ['ll', "he'll"],
    ['ять', "п'ять"],
    ['col', 'col·legi'],
    ['हम', 'हमें हमारा'],
    ['ก', 'กำ กิ กา แก'],
    ['រ', 'ក្រុម'],
    ['#example', 'see https://social.example.org/#example and https://example.com/a#example'],
    ['@example', 'https://social.example.org/@example'],
    ['𞤀𞤁', '𞤀𞤁𞤂'],
  ])('%s is no word in %s', (word, text) => {
    expect(foundIn(keywords([word]), text)).toEqual([])
  })

  test.each([
    ['nitro', '*nitro* **nitro** ~~nitro~~ `nitro` ||nitro||', 5],
    ['nitro', '_nitro_ __nitro__ ***_nitro_***', 3],
    ['nitro', '_free nitro_, _nitro now_', 2],
    ['_nitro_', '_nitro_', 1],
    ['nitro', "nitro's nitro’s 'nitro' l'nitro", 4],
    ['ai', "je n'ai rien", 1],
    ['été', "l'été", 1],
    ['कल', 'कल, कल।', 2],
    ['كتاب', 'كتاب\u200cها', 1],
    ['nitro', 'หนึ่งnitroฟรี ຟຣີnitro', 2],
    ['❤', '❤\ufe0f 1\ufe0f\u20e3 ❤', 2],
    ['nitro', 'nitro\u200bnow nitro² 1\ufe0f\u20e3nitro', 3],
    ['#example', 'say #example, or (#example)', 2],
    ["don't", 'don’t', 1],
    ['co-op', 'co\u2011op', 1],
  ])('%s is one in %s', (word, text, times) => {
    expect(foundIn(keywords([word]), text)).toHaveLength(times)
    expect(foundIn(hidden([word]), text).length).toBeGreaterThanOrEqual(times)
  })

  test.each([
    ['рак*', 'ракета драка', ['рак']],
    ['др?ка', 'драка дрока подрака', ['драка', 'дрока']],
    ['fr*e', 'frée, frosée', ['frée', 'frosée']],
    ['fr*e', 'éfree freeé', []],
    ['fr*e', '_free_ free_ 免费free领取', ['free', 'free']],
    ['赌*博', '网上赌一博平台', ['赌一博']],
    ['b?d', 'b\u0061\u0301d báds', ['b\u0061\u0301d']],
  ])('are the same for the wildcard %s in %s', (word, text, found) => {
    const when = keywords([word], { match: 'wildcard' })
    expect(foundIn(when, text)).toEqual(found)
  })
})

describe('one letter in several forms', () => {
  test.each([
    ['café', 'cafe\u0301'],
    ['cafe\u0301', 'café'],
    ['한국', '\u1112\u1161\u11ab\u1100\u116e\u11a8'],
    ['\u1112\u1161\u11ab\u1100\u116e\u11a8', '한국'],
    ['q\u0323\u0307', 'q\u0307\u0323'],
    ['が', 'か\u3099'],
    ['क़लम', 'क\u093cलम'],
    ['straße', 'STRASSE'],
    ['strasse', 'STRAẞE straße'],
    ['ΣΊΣΥΦΟΣ', 'σίσυφος'],
    ['office', 'oﬃce'],
    ['st', 'ﬆ'],
    ['istanbul', 'İSTANBUL'],
    ['İstanbul', 'istanbul'],
    ['istanbul', 'i\u0307stanbul'],
    ['sıkıntı', 'SIKINTI'],
    ['ꮳꮃꭹ', 'ᏣᎳᎩ'],
    ['ა', 'Ა'],
    ['kelvin', '\u212aELVIN'],
    ['ſet', 'SET'],
    ['եւ', 'և'],
  ])('%s is found in %s', (word, text) => {
    expect(foundIn(keywords([word]), `a ${text}, b`)).toEqual(text.split(' ').map((each) => each))
    expect(holds(hidden([word]), `a ${text}, b`)).toBe(true)
  })

  test.each([
    ['sık', 'sik'],
    ['sik', 'sık'],
    ['café', 'cafe'],
    ['мой', 'мои'],
    ['s', 'Straße'],
  ])('%s is not %s', (word, text) => {
    expect(foundIn(keywords([word], { match: 'word' }), text)).toEqual([])
  })

  test('is told by where it stands in the text as it was given', () => {
    const text = 'x e\u0301\u0323 ß İstanbul 한국 \u1112\u1161\u11ab 👍 CAFE\u0301!'
    expect(hitsOf(keywords(['café']), text)).toEqual([
      { path: 'when', start: text.indexOf('CAFE'), end: text.indexOf('!') },
    ])
  })

  test('is found in every canonical form alike', () => {
    const unit = fc.constantFrom(
      'e',
      '\u0301',
      '\u0323',
      'é',
      'ộ',
      '한',
      '\u1112',
      '\u1161',
      '\u11ab',
      'か',
      '\u3099',
      ' ',
      'क',
      '़',
      'İ',
      'ß',
    )
    const text = fc.string({ unit, maxLength: 16 })
    fc.assert(
      fc.property(text, text, fc.boolean(), (word, around, normalise) => {
        if (word.trim() === '' || word.normalize('NFC') !== word.trim().normalize('NFC')) return
        const when = (form: 'NFC' | 'NFD') => keywords([word.normalize(form)], { normalise })
        const isFound = (form: 'NFC' | 'NFD') =>
          holds(when(form), `${word} ${around}`.normalize(form === 'NFC' ? 'NFD' : 'NFC'))
        expect(isFound('NFC')).toBe(isFound('NFD'))
      }),
    )
  })
})

test.each(['free gold', 'FREE   GOLD', 'free\tgold', 'free\r\ngold', 'free\u00a0\u3000gold', 'see \n free  gold!'])(
  'a phrase is the same over any white space: %j',
  (text) => {
    for (const more of [{}, { normalise: true }, { match: 'substring' }, { match: 'wildcard' }]) {
      expect(holds({ kind: 'keywords', words: ['free gold'], ...more }, text)).toBe(true)
      expect(holds({ kind: 'keywords', words: ['free  gold'], ...more }, text)).toBe(true)
    }
    const [found = ''] = foundIn({ kind: 'keywords', words: ['free gold'] }, text)
    expect(found.replace(/\s+/g, ' ').toLowerCase()).toBe('free gold')
  },
)
