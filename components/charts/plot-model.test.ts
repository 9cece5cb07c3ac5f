import { describe, expect, test } from 'vitest'
import { pathOf, spreadLabels } from './geometry'
import { buildModel, nearestIndex, splitRuns, toRows } from './plot-model'
import type { ChartData, ChartPoint } from './types'

const HOUR = 3_600_000
const START = Date.parse('2026-11-22T00:00:00Z')

const aPoint = (hour: number, value: number | null, complete = true): ChartPoint => ({
  at: new Date(START + hour * HOUR).toISOString(),
  value,
  complete,
})

const aChart = (points: ChartPoint[], over: Partial<ChartData> = {}): ChartData => ({
  from: '2026-11-22T00:00:00Z',
  to: '2026-11-22T06:00:00Z',
  step: 'hour',
  zone: 'UTC',
  asOf: '2026-11-22T05:30:00Z',
  unit: 'members',
  series: [{ id: 'total', name: 'Total', points }],
  ...over,
})

describe('splitRuns', () => {
  const withMs = (points: ChartPoint[]) => points.map((point) => ({ ...point, ms: Date.parse(point.at) }))

  test('a bucket that is not there breaks the line, and so does a null', () => {
    const runs = splitRuns(withMs([aPoint(0, 1), aPoint(1, 2), aPoint(3, 3), aPoint(4, null), aPoint(5, 4)]), HOUR)
    expect(runs.map((run) => run.map(({ value }) => value))).toEqual([[1, 2], [3], [4]])
  })

  test('a day of 25 hours is no gap', () => {
    const days = ['2026-10-23T22:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z', '2026-10-26T23:00:00Z']
    const points = withMs(days.map((at) => ({ at, value: 1, complete: true })))
    expect(splitRuns(points, 24 * HOUR)).toHaveLength(1)
  })

  test('zero is a value', () => {
    expect(splitRuns(withMs([aPoint(0, 0), aPoint(1, 0)]), HOUR)).toHaveLength(1)
  })
})

describe('toRows', () => {
  test('nothing is drawn across a gap, for a row of nothing stands in it', () => {
    const model = buildModel(aChart([aPoint(0, 1), aPoint(3, 2)]))
    expect(toRows(model, HOUR)).toEqual([
      { at: START, v0: 1 },
      { at: START + 1.5 * HOUR },
      { at: START + 3 * HOUR, v0: 2 },
    ])
  })

  test('the unfinished bucket is not part of the line but of the dashed way to it', () => {
    const model = buildModel(aChart([aPoint(0, 5), aPoint(1, 6), aPoint(2, 1, false)]))
    expect(toRows(model, HOUR)).toEqual([
      { at: START, v0: 5 },
      { at: START + HOUR, v0: 6, t0: 6 },
      { at: START + 2 * HOUR, t0: 1 },
    ])
  })
})

describe('a range that cuts its first bucket', () => {
  test('shows it at the end of a dashed way, as it does the unfinished last one', () => {
    const model = buildModel(aChart([aPoint(0, 1, false), aPoint(1, 6), aPoint(2, 7)]))
    expect(toRows(model, HOUR)).toEqual([
      { at: START, t0: 1 },
      { at: START + HOUR, v0: 6, t0: 6 },
      { at: START + 2 * HOUR, v0: 7 },
    ])
  })
})

describe('buildModel', () => {
  test('spans the whole range though data cover only a part, and starts counts at zero', () => {
    const model = buildModel(aChart([aPoint(2, 40), aPoint(3, 55)]))
    expect([model.from, model.to]).toEqual([START, START + 5 * HOUR])
    expect(model.values.low).toBe(0)
  })

  test('an empty chart still has axes', () => {
    const model = buildModel(aChart([]))
    expect(model.times).toEqual([])
    expect(model.values.ticks).toEqual([0, 1])
  })
})

test('nearestIndex finds the nearer of two neighbours', () => {
  expect(nearestIndex([0, 10, 20], 4)).toBe(0)
  expect(nearestIndex([0, 10, 20], 6)).toBe(1)
  expect(nearestIndex([0, 10, 20], 99)).toBe(2)
  expect(nearestIndex([], 5)).toBe(-1)
})

test('a path is lifted between runs, and a lone point has none', () => {
  const { series } = buildModel(aChart([aPoint(0, 1), aPoint(1, 2), aPoint(3, 3), aPoint(5, 1)]))
  const path = pathOf(
    series[0]?.runs ?? [],
    (ms) => (ms - START) / HOUR,
    (value) => value,
  )
  expect(path).toBe('M0 1L1 2')
})

test('labels are moved apart and kept inside', () => {
  const places = spreadLabels([98, 99, 97], 14, 0, 100)
  const sorted = [...places].sort((a, b) => a - b)
  for (const [index, place] of sorted.entries())
    expect(place - (sorted[index - 1] ?? place - 14)).toBeGreaterThanOrEqual(14)
  expect(Math.max(...places)).toBeLessThanOrEqual(100)
  expect(places[2]).toBeLessThan(places[0] ?? 0)
})
