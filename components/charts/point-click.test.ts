import { describe, expect, test } from 'vitest'
import { layOut, xOf, yOf } from './geometry'
import { buildModel } from './plot-model'
import type { ChartData } from './types'
import { toBuckets } from './use-plot-input'
import { findPoint } from './use-point-click'

const DAY_MS = 86_400_000
const START = Date.parse('2026-11-01T00:00:00Z')

const seriesOf = (id: string, values: Record<number, number>) => ({
  id,
  name: id,
  points: Object.entries(values).map(([day, value]) => ({
    at: new Date(START + Number(day) * DAY_MS).toISOString(),
    value,
    complete: true,
  })),
})

const data: ChartData = {
  from: new Date(START).toISOString(),
  to: new Date(START + 10 * DAY_MS).toISOString(),
  step: 'day',
  zone: 'UTC',
  asOf: new Date(START + 10 * DAY_MS).toISOString(),
  unit: 'messages',
  series: [seriesOf('channel=1', { 0: 90, 1: 80, 9: 70 }), seriesOf('channel=2', { 0: 10, 1: 20, 8: 15 })],
}
const model = buildModel(data)
const geometry = layOut(data, model, { width: 600, height: 200 })

describe('a click', () => {
  test('finds the bucket, and of its lines the nearest', () => {
    const ms = START + DAY_MS
    const x = xOf(geometry, model, ms) + 4
    expect(findPoint(model, geometry, { x, y: yOf(geometry, model, 75) })).toEqual({ ms, seriesId: 'channel=1' })
    expect(findPoint(model, geometry, { x, y: yOf(geometry, model, 30) })).toEqual({ ms, seriesId: 'channel=2' })
  })

  test('takes the only line that has the bucket, however far it is', () => {
    const ms = START + 8 * DAY_MS
    expect(findPoint(model, geometry, { x: xOf(geometry, model, ms), y: 0 })).toEqual({ ms, seriesId: 'channel=2' })
  })
})

describe('a drag', () => {
  test('chooses whole buckets, also where nothing was measured', () => {
    const chosen = { from: START + 5.2 * DAY_MS, to: START + 3.9 * DAY_MS }
    expect(toBuckets(chosen, data)).toEqual({
      from: new Date(START + 4 * DAY_MS).toISOString(),
      to: new Date(START + 6 * DAY_MS).toISOString(),
    })
  })

  test('ends with the bucket that it ends in, be it of 25 hours', () => {
    const at = Date.parse('2026-10-24T22:00:00Z')
    expect(toBuckets({ from: at, to: at }, { ...data, zone: 'Europe/Berlin' })).toEqual({
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
    })
  })
})
