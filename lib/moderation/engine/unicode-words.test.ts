import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { foundIn, holds } from '@/tests/support/rules'
import { findExpressionProblem } from './expressions'
import { toBeyondAscii } from './unicode-words'

const regex = (pattern: string, flags = '') => ({ kind: 'regex', pattern, flags })

describe('words of every script', () => {
  test.each([
    ['\\bрак\\b', 'это рак, да', ['рак']],
    ['\\bрак\\b', 'большая драка', []],
    ['\\bкупи\\w*\\b', 'Мы купим, купили', ['купим', 'купили']],
    ['\\bass\\b', 'façass passé ass', ['ass']],
    ['\\bcafé\\b', 'café cafés', ['café']],
    ['\\Bрак\\B', 'драка рак', ['рак']],
    ['[\\w-]+@[\\w.]+', 'жук-2@пример.рф!', ['жук-2@пример.рф']],
    ['\\W\\w\\W', ' é ', [' é ']],
    ['[^\\w\\s]{2}', 'é!?é', ['!?']],
    ['^\\bя.+я\\b$', 'я и я', ['я и я']],
    ['(?s)\\bя.+?я\\b', 'я\nи я', ['я\nи я']],
    ['(?i)\\bКУПИ\\b', 'купи', ['купи']],
    ['\\b(?:да|нет)\\b', 'нетто, нет', ['нет']],
    ['\\bпривет{2,3}\\b', 'приветтт', ['приветтт']],
    ['[\\x{80}-\\x{10ffff}]{3}\\b', 'при', ['при']],
    ['\\Qр.к\\E\\b', 'р.к рак', ['р.к']],
    ['\\bобман$', 'не обман', ['обман']],
    ['free\\s+nitro', 'free\u00a0\u3000nitro', ['free\u00a0\u3000nitro']],
    ['\\d{4}', '電話３２１４', ['３２１４']],
    ['[^\\d\\s]+', '３ é\u00a0４', ['é']],
    ['[\\S]\\b[\\D]', 'é！', ['é！']],
    ['\\b(?:даром)?\\s*\\bнитро\\b', 'вот нитро', [' нитро']],
  ])('%s in %s', (pattern, text, found) => {
    expect(foundIn(regex(pattern), text)).toEqual(found)
    expect(holds(regex(pattern), text)).toBe(found.length > 0)
  })
})

const PIECES = [
  'é',
  'a',
  'ж',
  '.',
  '\\b',
  '\\B',
  '\\w',
  '\\W',
  '\\d',
  '\\D',
  '\\s',
  '\\S',
  '[^a]',
  '[\\wж-]',
  '[^\\W1]',
  '\\pL',
  '\\PL',
  ' ',
]
const TAILS = ['', '', '', '+', '*', '?', '{1,2}', '+?']

/** The same for JavaScript, which looks around. */
const WORD = '\\p{L}\\p{M}\\p{N}_'
const asJavaScript = (piece: string): string =>
  piece
    .replaceAll('[\\wж-]', `[${WORD}ж\\-]`)
    .replaceAll('[^\\W1]', `(?!1)[${WORD}]`)
    .replaceAll('\\b', `(?:(?<=[${WORD}])(?![${WORD}])|(?<![${WORD}])(?=[${WORD}]))`)
    .replaceAll('\\B', `(?:(?<=[${WORD}])(?=[${WORD}])|(?<![${WORD}])(?![${WORD}]))`)
    .replaceAll('\\w', `[${WORD}]`)
    .replaceAll('\\W', `[^${WORD}]`)
    .replaceAll('\\d', '\\p{Nd}')
    .replaceAll('\\D', '\\P{Nd}')
    .replaceAll('\\s', '[\\t-\\r \\x85\\p{Z}]')
    .replaceAll('\\S', '[^\\t-\\r \\x85\\p{Z}]')
    .replaceAll('\\pL', '\\p{L}')
    .replaceAll('\\PL', '\\P{L}')

const isZeroWidth = (piece: string): boolean => /^(?:\\[bB]|[\^$])$/.test(piece)

test('any expression finds in a text of many scripts what looking around finds', () => {
  const piece = fc
    .tuple(fc.constantFrom(...PIECES), fc.constantFrom(...TAILS))
    .map(([one, tail]) => ({ one, tail: isZeroWidth(one) ? '' : tail }))
  const head = fc.constantFrom([], [{ one: '^', tail: '' }])
  const end = fc.constantFrom([], [{ one: '$', tail: '' }])
  const text = fc.string({
    unit: fc.constantFrom('a', 'é', 'e\u0301', 'ж', '1', '_', ' ', '!', '\n', '😀', '好', '\u00a0', '３'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(head, fc.array(piece, { minLength: 1, maxLength: 5 }), end, text, (first, middle, last, around) => {
      const pieces = [...first, ...middle, ...last]
      const pattern = pieces.map(({ one, tail }) => one + tail).join('')
      const beyond = `${around}é`
      fc.pre((pattern.match(/\\B/g) ?? []).length <= 2)
      fc.pre(findExpressionProblem({ pattern, flags: '' }) === null)
      const script = new RegExp(
        pieces.map(({ one, tail }) => (tail ? `(?:${asJavaScript(one)})${tail}` : asJavaScript(one))).join(''),
        'u',
      )
      const found = script.exec(beyond)
      expect(holds(regex(pattern), beyond)).toBe(found !== null)
      if (found && found[0] !== '') expect(foundIn(regex(pattern), beyond)[0]).toBe(found[0])
    }),
    { numRuns: 500 },
  )
})

test('what asks for no words, or holds what is of no category, is left as it is', () => {
  expect(toBeyondAscii('рак', '')).toBeNull()
  expect(toBeyondAscii('\\\\b', '')).toBeNull()
  expect(toBeyondAscii('[\\PL]\\b', '')).toBeNull()
})

test.each([
  ['(?<!a)b', 'lookahead and lookbehind aren’t supported'],
  ['(?<=a)b', 'lookahead and lookbehind aren’t supported'],
  ['a{2,1}', 'the minimum of a repetition is greater than its maximum'],
  ['(?<a', 'group name isn’t closed'],
])('%s is refused for what it is', (pattern, reason) => {
  expect(findExpressionProblem({ pattern, flags: '' })?.reason).toContain(reason)
})
