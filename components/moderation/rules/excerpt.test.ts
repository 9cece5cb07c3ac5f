import fc from 'fast-check'
import { expect, test } from 'vitest'
import { excerptOf } from './excerpt'

test('a short text stays whole', () => {
  const places = [{ start: 1, end: 3 }]
  expect(excerptOf('gold', places)).toEqual({ text: 'gold', places })
})

test('of a long one the part is shown in which the first place lies', () => {
  const text = `${'before '.repeat(100)}GOLD${' after'.repeat(100)}`
  const { text: shown, places } = excerptOf(text, [{ start: 700, end: 704 }])
  expect(places.map(({ start, end }) => shown.slice(start, end))).toEqual(['GOLD'])
  expect(shown).toMatch(/^… before .* after .* …$/s)
  expect(shown.length).toBeLessThan(330)
})

test('every place that is shown marks what it marked, however long and odd the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', minLength: 200, maxLength: 600 }),
      fc.array(fc.tuple(fc.nat(600), fc.nat(40)), { minLength: 1, maxLength: 5 }),
      (text, pairs) => {
        const whole = pairs
          .map(([start, length]) => ({
            start: Math.min(start, text.length),
            end: Math.min(start + length, text.length),
          }))
          .filter(({ start, end }) => end > start)
        const { text: shown, places } = excerptOf(text, whole)
        for (const { start, end } of places) expect(text).toContain(shown.slice(start, end).trim())
        const [first] = [...whole].sort((a, b) => a.start - b.start)
        if (first) expect(places.length).toBeGreaterThan(0)
      },
    ),
  )
})
