import { describe, expect, test } from 'vitest'
import type { PointView, SeriesView } from '@/lib/metrics/schema'
import { bucketEnd, coverageOf, gapsOf, meanOfComplete, seriesId, toChartData } from './to-chart'

const aPoint = (at: string, value: number, change: Partial<PointView> = {}): PointView => ({
  at,
  value,
  min: value,
  max: value,
  samples: 1,
  coveredSeconds: 86_400,
  complete: true,
  ...change,
})

const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-04'].map((day) => `${day}T00:00:00.000Z`)
const [first = '', second = '', third = '', fourth = ''] = DAYS

describe('buckets', () => {
  test('a local day ends with the next one, also when clocks change', () => {
    expect(bucketEnd('2026-10-24T22:00:00.000Z', 'day', 'Europe/Berlin')).toBe(Date.parse('2026-10-25T23:00:00.000Z'))
    expect(bucketEnd('2026-03-28T23:00:00.000Z', 'day', 'Europe/Berlin')).toBe(Date.parse('2026-03-29T22:00:00.000Z'))
    expect(bucketEnd('2026-10-31T23:00:00.000Z', 'month', 'Europe/Berlin')).toBe(Date.parse('2026-11-30T23:00:00.000Z'))
    expect(bucketEnd('2026-11-22T14:45:00.000Z', '15m', 'UTC')).toBe(Date.parse('2026-11-22T15:00:00.000Z'))
  })

  test('coverage is of the part that is shown and over', () => {
    const frame = { from: first, to: fourth, asOf: '2026-11-03T12:00:00.000Z', zone: 'UTC', resolution: 'day' as const }
    expect(coverageOf(aPoint(first, 1, { coveredSeconds: 43_200 }), frame)).toBe(0.5)
    expect(coverageOf(aPoint(third, 1, { coveredSeconds: 43_200, complete: false }), frame)).toBe(1)
    expect(coverageOf(aPoint(first, 1), { ...frame, from: '2026-11-01T18:00:00.000Z' })).toBe(1)
  })

  test('a missing day is a gap from the end of one to the start of the next', () => {
    expect(gapsOf([aPoint(first, 1), aPoint(fourth, 2)], 'day', 'UTC')).toEqual([{ from: second, to: fourth }])
    expect(gapsOf([aPoint(first, 1), aPoint(second, 2)], 'day', 'UTC')).toEqual([])
  })
})

describe('means of whole buckets', () => {
  const points = [aPoint(first, 10), aPoint(second, 30), aPoint(third, 2, { complete: false })]

  test('leave out what is not over, on both sides', () => {
    const previous = [aPoint(first, 20), aPoint(second, 40), aPoint(third, 90)]
    expect(meanOfComplete(points, previous)).toEqual({ value: 20, base: 30, n: 2 })
  })

  test('are not compared where the past has no such bucket', () => {
    expect(meanOfComplete(points, [aPoint(first, 20)])).toEqual({ value: 20, base: null, n: 2 })
    expect(meanOfComplete(points, undefined)).toMatchObject({ base: null })
  })

  test('do not exist where nothing is over', () => {
    expect(meanOfComplete([aPoint(first, 5, { complete: false })], undefined)).toBeNull()
  })
})

test('a series goes by its labels', () => {
  expect(seriesId({ channel: '12' })).toBe('channel=12')
  expect(seriesId({})).toBe('total')
})

const aView = (change: Partial<SeriesView>): SeriesView => ({
  metric: 'active_users',
  title: 'Active users',
  unit: 'members',
  kind: 'gauge',
  zone: 'UTC',
  asOf: '2026-11-10T00:00:00.000Z',
  resolution: 'day',
  from: first,
  to: fourth,
  series: [
    {
      labels: {},
      name: 'Active users',
      summary: { value: 1, min: 1, max: 1, samples: 2, coveredSeconds: 1 },
      points: [aPoint(first, 3, { coveredSeconds: 43_200 }), aPoint(third, 4)],
    },
  ],
  ...change,
})

test('a bucket that the range cuts is told from one that is not over', () => {
  const view = aView({
    from: '2026-11-01T12:00:00.000Z',
    to: '2026-11-10T00:00:00.000Z',
    asOf: '2026-11-03T12:00:00.000Z',
  })
  const points = [aPoint(first, 3, { complete: false }), aPoint(second, 4), aPoint(third, 1, { complete: false })]
  const chart = toChartData({
    series: { ...view, series: view.series.map((one) => ({ ...one, points })) },
    annotations: [],
  })
  expect(chart.series[0]?.points.map(({ isCut = false }) => isCut)).toEqual([true, false, false])
})

test('a chart of a level keeps coverage and breaks nowhere by itself', () => {
  const view = aView({})
  const chart = toChartData({ series: view, annotations: [] })
  expect(chart).toMatchObject({ step: 'day', unit: 'members', format: 'count' })
  expect(chart.series).toMatchObject([
    {
      id: 'total',
      name: 'Active users',
      points: [
        { at: first, coverage: 0.5 },
        { at: third, coverage: 1 },
      ],
    },
  ])
})
