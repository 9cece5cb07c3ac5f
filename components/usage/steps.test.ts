import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MAX_POINTS, RESOLUTIONS } from '@/lib/metrics/terms'
import { knownMetric } from '@/tests/support/known-metrics'
import { automaticStep, isTooShort, refusalOf, stepFor, usableStep } from './steps'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

describe('bucket sizes', () => {
  test.each([
    [HOUR_MS, 'minute'],
    [DAY_MS, '15m'],
    [7 * DAY_MS, 'hour'],
    [30 * DAY_MS, 'day'],
    [366 * DAY_MS, 'day'],
    [6 * 366 * DAY_MS, 'week'],
    [12 * 366 * DAY_MS, 'month'],
  ] as const)('a range of %i ms is drawn by %s', (length, step) => {
    expect(automaticStep(length)).toBe(step)
  })

  test('the automatic one is never refused', () => {
    fc.assert(
      fc.property(fc.integer({ min: 60_000, max: 80 * 366 * DAY_MS }), (length) => {
        expect(refusalOf(automaticStep(length), length)).toBeUndefined()
      }),
    )
  })

  test('a refusal says how many points it would be', () => {
    expect(refusalOf('minute', 30 * DAY_MS)).toBe(
      `43,201 points. A chart can show up to ${MAX_POINTS.toLocaleString('en-US')}`,
    )
  })

  test('a chosen size that the range can not have gives way to the automatic one', () => {
    expect(usableStep('minute', 30 * DAY_MS)).toBe('day')
    expect(usableStep('hour', 30 * DAY_MS)).toBe('hour')
  })

  test('figures of a day are never asked for below a day', () => {
    expect(RESOLUTIONS.map((step) => stepFor(knownMetric('daily_active_users'), step))).toEqual([
      'day',
      'day',
      'day',
      'day',
      'week',
      'month',
    ])
    expect(stepFor(knownMetric('messages'), 'minute')).toBe('minute')
  })

  test('a single day makes no line of a day figure', () => {
    expect(isTooShort(knownMetric('daily_new_users'), DAY_MS)).toBe(true)
    expect(isTooShort(knownMetric('daily_new_users'), 7 * DAY_MS)).toBe(false)
    expect(isTooShort(knownMetric('messages'), HOUR_MS)).toBe(false)
  })
})
