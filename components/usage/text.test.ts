import { describe, expect, test } from 'vitest'
import type { DeltaView } from '@/lib/metrics/schema'
import { knownMetric } from '@/tests/support/known-metrics'
import { describeChange } from './describe-change'
import { describeUnfinished, meanDelta, titleOf } from './text'

const aDelta = (change: Partial<DeltaView>): DeltaView => ({
  absolute: 0,
  percent: null,
  points: null,
  base: 100,
  n: 10,
  ...change,
})

describe('a change in words', () => {
  test.each([
    [{ absolute: 8.5, percent: 8.5 }, 'count', 'up', { text: '▲\u00a08.5\u00a0%', isGood: true }],
    [{ absolute: -8, percent: -8 }, 'count', 'up', { text: '▼\u00a08\u00a0%', isGood: false }],
    [{ absolute: -3, base: 12 }, 'count', 'down', { text: '▼\u00a03', isGood: true }],
    [{ absolute: 0.012, points: 1.2 }, 'share', 'down', { text: '▲\u00a01.2\u00a0pp', isGood: false }],
    [{ absolute: 4, percent: 4 }, 'count', null, { text: '▲\u00a04\u00a0%', isGood: null }],
    [{ absolute: 0.04, base: 1 }, 'count', 'up', { text: '±0', isGood: null }],
    [{ absolute: 0.4, percent: 0.01 }, 'count', 'up', { text: '±0', isGood: null }],
  ] as const)('%o', (delta, format, good, words) => {
    expect(describeChange(aDelta(delta), format, good)).toMatchObject(words)
  })

  test('of a small mean is a number, not a percentage', () => {
    expect(meanDelta({ value: 12, base: 8, n: 5 })).toMatchObject({ absolute: 4, percent: null })
    expect(meanDelta({ value: 50, base: 40, n: 5 })).toMatchObject({ percent: 25 })
    expect(meanDelta({ value: 50, base: null, n: 5 })).toBeNull()
  })
})

test('a chart of weeks is not called daily', () => {
  expect(titleOf(knownMetric('daily_active_users'), 'day')).toBe('Daily active members')
  expect(titleOf(knownMetric('daily_active_users'), 'week')).toBe('Weekly active members')
  expect(titleOf(knownMetric('daily_active_users'), 'month')).toBe('Monthly active members')
  expect(titleOf(knownMetric('messages'), 'week')).toBe('Messages')
})

describe('a range that is not over', () => {
  const zone = 'Europe/Berlin'
  const asOf = '2026-11-22T14:00:00.000Z'
  test('ends with today, or simply later', () => {
    expect(describeUnfinished({ to: '2026-11-22T23:00:00.000Z', asOf, zone })).toBe('today isn’t over')
    expect(describeUnfinished({ to: '2026-11-30T23:00:00.000Z', asOf, zone })).toBe('not over yet')
    expect(describeUnfinished({ to: asOf, asOf, zone })).toBeNull()
  })
})
