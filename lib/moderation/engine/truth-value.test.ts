import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allOf, anyOf, negate, type TruthValue } from './truth-value'

/** Kleene's tables with numbers: 0 false, 1 unknown, 2 true; or is the maximum, and the minimum, not the complement. */
const toNumber = (value: TruthValue): number => (value === null ? 1 : value ? 2 : 0)
const truth = fc.constantFrom<TruthValue>(true, false, null)
const truths = fc.array(truth, { minLength: 1, maxLength: 6 })

test('any, all and not are those of Kleene', () => {
  fc.assert(
    fc.property(truths, (values) => {
      expect(toNumber(anyOf(values))).toBe(Math.max(...values.map(toNumber)))
      expect(toNumber(allOf(values))).toBe(Math.min(...values.map(toNumber)))
      expect(values.map((value) => toNumber(negate(value)))).toEqual(values.map((value) => 2 - toNumber(value)))
    }),
  )
})

test('what is known never changes when more gets known', () => {
  fc.assert(
    fc.property(truths, fc.array(fc.boolean(), { minLength: 6, maxLength: 6 }), (values, learned) => {
      const later = values.map((value, index) => value ?? learned[index] ?? false)
      for (const combine of [anyOf, allOf]) {
        const before = combine(values)
        if (before !== null) expect(combine(later)).toBe(before)
      }
    }),
  )
})
