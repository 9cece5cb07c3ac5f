import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundIn, hitsOf, holds } from '@/tests/support/rules'
import { normaliseWord } from './normalise'

const keywords = (words: string[], more: object = {}) => ({ kind: 'keywords', words, ...more })
const hidden = (words: string[], more: object = {}) => keywords(words, { normalise: true, ...more })

describe('keywords', () => {
  test.each([
    ['word', 'Nitro, NITRO! unitro nitros nitro_ 4nitro énitro', ['Nitro', 'NITRO']],
    ['substring', 'Nitro unitros', ['Nitro', 'nitro']],
  ])('match as %s', (match, text, found) => {
    expect(foundIn(keywords(['nitro'], { match }), text)).toEqual(found)
  })

  test.each([
    ['nitro*', 'nitro nitros unitro', ['nitro', 'nitro']],
    ['*nitro', 'nitro nitros unitro', ['nitro', 'nitro']],
    ['*nitro*', 'nitros unitro', ['nitro', 'nitro']],
    ['fr*e', 'free fre fr-e frosé fr e afree, free.fre', ['free', 'fre', 'free', 'fre']],
    ['fr?e', 'free fre frxe', ['free', 'frxe']],
    ['c++*x', 'c++ax c+x', ['c++ax']],
  ])('match the wildcard %s', (word, text, found) => {
    expect(foundIn(keywords([word], { match: 'wildcard' }), text)).toEqual(found)
  })

  test('take letters of other scripts and signs as they are', () => {
    expect(foundIn(keywords(['straße', 'οδός', 'c++', '日本']), 'STRASSE Straße ΟΔΌΣ C++ 日本語')).toEqual([
      'STRASSE',
      'Straße',
      'ΟΔΌΣ',
      'C++',
      '日本',
    ])
    expect(foundIn(keywords(['nitro']), 'İİ nitro')).toEqual(['nitro'])
  })

  test('excuse what lies within an allowed word, and nothing else', () => {
    const when = keywords(['ass'], { match: 'substring', allow: ['class*', 'pass'] })
    expect(foundIn(when, 'classes pass, assets passport ass')).toEqual(['ass', 'ass', 'ass'])
    expect(holds(when, 'a classic pass')).toBe(false)
    expect(holds(hidden(['ass'], { match: 'substring', allow: ['class'] }), 'a cl4ss')).toBe(false)
  })

  test('are found among many as among few', () => {
    const few = ['nitro', 'free nitro', 'it', 'ni']
    const many = Array.from({ length: 3_000 }, (_, index) => `zz${index}`)
    const text = 'Free NITRO! it is nitro-free, ni zz7'
    const expected = ['Free NITRO', 'NITRO', 'it', 'nitro', 'ni']
    expect(foundIn(keywords(few), text)).toEqual(expected)
    expect(foundIn(keywords([...many, ...few]), text)).toEqual([...expected, 'zz7'])
  })

  test('are found as a plain search finds them', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '_', '-', 'é', '😀'), minLength: 1, maxLength: 4 })
    // An underscore always has a letter behind it, so that none closes an emphasis.
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'B', '_a', '-', ' ', 'é', '😀', '\n'), maxLength: 40 })
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 1, maxLength: 6 }),
        text,
        fc.constantFrom('word', 'substring'),
        (words, where, match) => {
          const expected = new Set<string>()
          for (const each of words)
            for (let start = 0; start + each.length <= where.length; start += 1) {
              const end = start + each.length
              const isOfWord = (unit: string | undefined) => /[\p{L}\p{N}_]/u.test(unit ?? ' ')
              const isWhole = !isOfWord(where[start - 1]) && !isOfWord(where[end])
              if (where.slice(start, end).toLowerCase() === each.toLowerCase() && (match === 'substring' || isWhole))
                expected.add(`${start}-${end}`)
            }
          const hits = hitsOf(keywords(words, { match }), where).map(({ start, end }) => `${start}-${end}`)
          expect(hits.sort()).toEqual([...expected].sort())
        },
      ),
    )
  })
})

describe('normalised keywords', () => {
  test.each([
    ['nitro', 'get N1TR0 now', 'N1TR0'],
    ['nitro', 'get n!tr0!', 'n!tr0'],
    ['nitro', 'get nіtrо (Cyrillic)', 'nіtrо'],
    ['nitro', 'get ｎｉｔｒｏ', 'ｎｉｔｒｏ'],
    ['nitro', 'get 𝓷𝓲𝓽𝓻𝓸', '𝓷𝓲𝓽𝓻𝓸'],
    ['nitro', 'get 🅝🅘🅣🅡🅞', '🅝🅘🅣🅡🅞'],
    ['nitro', 'get n\u200bi\u200dt\u2060r\u00ado', 'n\u200bi\u200dt\u2060r\u00ado'],
    ['nitro', 'get ńi̶t̶r̶ö', 'ńi̶t̶r̶ö'],
    ['nitro', 'get n i t r o', 'n i t r o'],
    ['nitro', 'get n-1.t_r*0 now', 'n-1.t_r*0'],
    ['nitro', 'I n i t r o', 'n i t r o'],
    ['free nitro', 'f r e e   n i t r o', 'f r e e   n i t r o'],
    ['kill', 'k1ll, kiIl', 'k1ll'],
    ['1488', 'by 1488', '1488'],
  ])('%s is found in %s', (word, text, found) => {
    expect(foundIn(hidden([word]), text)[0]).toBe(found)
  })

  test.each([
    ['ass', 'call 455 or 4-5-5'],
    ['ass', 'class, pässe, p a s s'],
    ['bail', 'a ball'],
    ['hell', 'heil'],
    ['nitro', 'n i t'],
    ['nitro', 'unitro n1tros'],
  ])('%s is not found in %s', (word, text) => {
    expect(foundIn(hidden([word]), text)).toEqual([])
  })

  test('match wildcards too', () => {
    expect(foundIn(hidden(['n?tr*'], { match: 'wildcard' }), 'a n1trоoo, ntr')).toEqual(['n1trоoo'])
    expect(foundIn(hidden(['nitr*'], { match: 'wildcard' }), 'a n1tros')).toEqual(['n1tr'])
  })

  test('are not looked for where that was not asked', () => {
    expect(holds(keywords(['nitro']), 'n1tro nіtro n i t r o')).toBe(false)
  })

  test('are told by where they stand in the text as it was given', () => {
    const letter = fc.constantFrom('f', 'ｆ', '𝐟', 'f\u200b', 'ƒ')
    const rest = fc.tuple(
      fc.constantFrom('r', 'г', 'ｒ'),
      fc.constantFrom('e', '3', 'е', 'é', 'e\u0301'),
      fc.constantFrom('e', '3', '€', '𝖊'),
    )
    const noise = fc.string({ unit: fc.constantFrom('😀', 'x', ' ', '\u200b', 'ß', '½', '日'), maxLength: 12 })
    fc.assert(
      fc.property(
        noise,
        letter,
        rest,
        fc.constantFrom('', ' ', '.', '-'),
        noise,
        (before, first, others, gap, after) => {
          const word = [first, ...others].join(gap)
          const text = `${before} ; ${word} ; ${after}`
          const start = before.length + 3
          const hits = hitsOf(hidden(['free']), text)
          expect(hits).toContainEqual(expect.objectContaining({ start }))
          for (const hit of hits)
            expect(normaliseWord(text.slice(hit.start, hit.end)).skeleton.replace(/[ .-]/g, '')).toBe('free')
        },
      ),
    )
  })
})
