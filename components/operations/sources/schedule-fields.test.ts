import fc from 'fast-check'
import { expect, test } from 'vitest'
import { unitOf } from './schedule-fields'

test('an interval is shown in the largest unit that it is a whole number of', () => {
  expect([15, 90, 1800, 3600, 5400, 86_400].map(unitOf)).toEqual(['1', '1', '60', '3600', '60', '3600'])
  fc.assert(fc.property(fc.integer({ min: 5, max: 86_400 }), (seconds) => seconds % Number(unitOf(seconds)) === 0))
})

test('an interval that is not typed yet is one of seconds', () => {
  expect(unitOf(Number.NaN)).toBe('1')
})
