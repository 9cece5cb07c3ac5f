import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, HOUR_MS } from './calendar'
import { timeTicks, valueTicks } from './ticks'

describe('valueTicks', () => {
  test('round values from zero, six at most', () => {
    expect(valueTicks(0, 575).ticks).toEqual([0, 200, 400, 600])
    expect(valueTicks(0, 3).ticks).toEqual([0, 1, 2, 3])
    expect(valueTicks(0, 1).ticks).toEqual([0, 1])
    expect(valueTicks(0, 0).ticks).toEqual([0, 1])
    expect(valueTicks(0, 0.83, { isWhole: false }).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1])
  })

  test('starts under the lowest value where it may', () => {
    expect(valueTicks(9_820, 9_990, { isFromZero: false }).ticks[0]).toBe(9_800)
  })

  test('values that differ in their last digits are one level', () => {
    for (const level of [1e-6, 1, 1e12]) {
      const { ticks } = valueTicks(level, level * (1 + Number.EPSILON), { isFromZero: false, isWhole: false })
      expect(new Set(ticks).size).toBe(ticks.length)
      expect(ticks.length).toBeGreaterThanOrEqual(2)
    }
  })

  test('always covers the values, ascends, and keeps to six lines', () => {
    const value = fc.oneof(fc.constant(0), fc.double({ min: 1e-6, max: 1e12, noNaN: true }))
    fc.assert(
      fc.property(value, value, fc.boolean(), fc.boolean(), (a, b, isFromZero, isWhole) => {
        const [min, max] = a < b ? [a, b] : [b, a]
        const { ticks, low, high } = valueTicks(min, max, { isFromZero, isWhole })
        expect(ticks.length).toBeGreaterThanOrEqual(2)
        expect(ticks.length).toBeLessThanOrEqual(6)
        expect(low).toBeLessThanOrEqual(min + max * 1e-9)
        expect(high).toBeGreaterThanOrEqual(max * (1 - 1e-9))
        if (isFromZero) expect(low).toBe(0)
        for (const [index, tick] of ticks.entries()) expect(tick).toBeGreaterThan(ticks[index - 1] ?? -1)
      }),
    )
  })
})

describe('timeTicks', () => {
  const berlin = { zone: 'Europe/Berlin', max: 6 }
  const labels = (from: string, to: string, stepMs: number, max = 6) =>
    timeTicks(Date.parse(from), Date.parse(to), { ...berlin, max, stepMs }).map(({ label }) => label)

  test('thirty days by the week, from the first day', () => {
    expect(labels('2026-10-23T22:00:00Z', '2026-11-21T23:00:00Z', DAY_MS)).toEqual([
      '24 Oct',
      '31 Oct',
      '7 Nov',
      '14 Nov',
      '21 Nov',
    ])
  })

  test('each midnight where clocks go back, though that day is 25 hours long', () => {
    const ticks = timeTicks(Date.parse('2026-10-23T22:00:00Z'), Date.parse('2026-10-26T23:00:00Z'), {
      ...berlin,
      max: 3,
      stepMs: HOUR_MS,
    })
    expect(ticks.map(({ label }) => label)).toEqual(['24 Oct', '25 Oct', '26 Oct', '27 Oct'])
    expect(ticks.map(({ at }) => new Date(at).toISOString())).toEqual([
      '2026-10-23T22:00:00.000Z',
      '2026-10-24T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
      '2026-10-26T23:00:00.000Z',
    ])
  })

  test('hours of a day, midnight as the date', () => {
    expect(labels('2026-11-21T15:20:00Z', '2026-11-22T15:20:00Z', 900_000)).toEqual([
      '18:00',
      '22 Nov',
      '06:00',
      '12:00',
    ])
  })

  test('months of a year, January as the year; years of many', () => {
    expect(labels('2025-11-22T23:00:00Z', '2026-11-22T23:00:00Z', DAY_MS, 7)).toEqual([
      '2026',
      'Mar',
      'May',
      'Jul',
      'Sep',
      'Nov',
    ])
    expect(labels('2018-03-01T00:00:00Z', '2023-06-01T00:00:00Z', DAY_MS)).toEqual([
      '2019',
      '2020',
      '2021',
      '2022',
      '2023',
    ])
  })

  test('never more than fit by far, never out of the range, always ascending', () => {
    const start = fc.integer({ min: Date.UTC(2018, 0, 1), max: Date.UTC(2027, 0, 1) })
    fc.assert(
      fc.property(
        start,
        fc.integer({ min: HOUR_MS / 2, max: 3650 * DAY_MS }),
        fc.integer({ min: 2, max: 12 }),
        (from, span, max) => {
          const ticks = timeTicks(from, from + span, { zone: 'America/New_York', max, stepMs: 60_000 })
          expect(ticks.length).toBeLessThanOrEqual(max + 2)
          for (const [index, { at }] of ticks.entries()) {
            expect(at).toBeGreaterThanOrEqual(from)
            expect(at).toBeLessThanOrEqual(from + span)
            expect(at).toBeGreaterThan(ticks[index - 1]?.at ?? 0)
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})
