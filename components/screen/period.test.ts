import { expect, test } from 'vitest'
import { startOfPeriod } from './period'

const at = Date.parse('2026-11-22T16:43:09.123Z')

test('reaches back at least as far as it says, from a round instant', () => {
  expect(startOfPeriod('1h', at)).toBe('2026-11-22T15:40:00.000Z')
  expect(startOfPeriod('24h', at)).toBe('2026-11-21T16:00:00.000Z')
  expect(startOfPeriod('30d', at)).toBe('2026-10-23T16:00:00.000Z')
})

test('stays the same while the clock ticks, so that a list is not asked for anew', () => {
  expect(startOfPeriod('24h', at + 60_000)).toBe(startOfPeriod('24h', at))
})

test('has no beginning where all is asked for', () => {
  expect(startOfPeriod('all', at)).toBeUndefined()
})
