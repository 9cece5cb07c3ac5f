import { toMs } from '@/lib/core/time/format'
import { bucketStart, STEP_MS } from './calendar'
import { type ValueTicks, valueTicks } from './ticks'
import type { ChartData, ChartPoint, ChartSeries } from './types'

export interface PlotPoint extends ChartPoint {
  ms: number
}

export interface PlotSeries {
  id: string
  name: string
  /** A CSS colour of the tokens. */
  color: string
  /** From the third series on the line tells itself apart by its dash as well. */
  dash: string | undefined
  points: PlotPoint[]
  /** The points with a value, split where something is missing between two. */
  runs: PlotPoint[][]
}

/** What is drawn, apart from where. All times are in milliseconds. */
export interface PlotModel {
  from: number
  /** The last bucket's start, where the plot ends. */
  to: number
  /** The last bucket's end. */
  end: number
  values: ValueTicks
  series: PlotSeries[]
  previous: PlotSeries | null
  /** Every instant at which something is, ascending: what the crosshair stops at. */
  times: number[]
}

const DASHES = [undefined, undefined, '7 4', '2 3', '10 3 2 3', '5 2 1 2'] as const

/** A missing bucket lies between two points that are further apart than this many buckets. */
const GAP_STEPS = 1.5

/** The buckets of a series, in runs: a null, or a bucket that is not there, ends one. */
export function splitRuns(points: readonly PlotPoint[], stepMs: number): PlotPoint[][] {
  const runs: PlotPoint[][] = []
  let last: PlotPoint | undefined
  for (const point of points) {
    if (point.value === null) {
      last = undefined
      continue
    }
    const run = runs.at(-1)
    if (last && run && point.ms - last.ms <= stepMs * GAP_STEPS) run.push(point)
    else runs.push([point])
    last = point
  }
  return runs
}

function plotSeries(series: ChartSeries, color: string, dash: string | undefined, stepMs: number): PlotSeries {
  const points = series.points.map((point) => ({ ...point, ms: toMs(point.at) }))
  return { id: series.id, name: series.name, color, dash, points, runs: splitRuns(points, stepMs) }
}

export function buildModel(data: ChartData): PlotModel {
  const stepMs = STEP_MS[data.step]
  const series = data.series.map((one, index) =>
    plotSeries(one, `var(--chart-${(index % 6) + 1})`, DASHES[index % 6], stepMs),
  )
  const previous = data.previous
    ? plotSeries({ ...data.previous, id: 'previous' }, 'var(--chart-prev)', '3 4', stepMs)
    : null
  const all = [...series, ...(previous ? [previous] : [])].flatMap(({ points }) => points)
  const times = [...new Set(all.map(({ ms }) => ms))].sort((a, b) => a - b)
  const from = Math.min(toMs(data.from), times[0] ?? Number.POSITIVE_INFINITY)
  const to = Math.max(bucketStart(toMs(data.to) - 1, data.step, data.zone), times.at(-1) ?? 0, from + 1)
  const known = all.flatMap(({ value }) => (value === null ? [] : [value]))
  const isWhole = (data.format ?? 'count') === 'count' && known.every(Number.isInteger)
  const values = valueTicks(lowest(known), highest(known), { isFromZero: data.isFromZero ?? true, isWhole })
  return { from, to, end: Math.max(toMs(data.to), to), values, series, previous, times }
}

const lowest = (values: readonly number[]): number => values.reduce((a, b) => Math.min(a, b), values[0] ?? 0)
const highest = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), values[0] ?? 0)

/** One row per instant for the drawing library: `v0`… the whole buckets, `t0`… the dashed ways to those that are not. */
export type PlotRow = Record<string, number | null>

/** Rows in time; a row of nulls stands in each gap, so that no line crosses it. */
export function toRows({ series, previous, times }: PlotModel, stepMs: number): PlotRow[] {
  const rows = new Map<number, PlotRow>(times.map((at) => [at, { at }]))
  const put = (at: number, key: string, value: number | null) => {
    const row = rows.get(at)
    if (row) row[key] = value
  }
  for (const [index, { runs }] of series.entries()) {
    for (const run of runs) {
      for (const [place, point] of run.entries()) {
        if (point.complete) put(point.ms, `v${index}`, point.value)
        else {
          const beside = [run[place - 1], point, run[place + 1]]
          for (const one of beside) if (one) put(one.ms, `t${index}`, one.value)
        }
      }
    }
  }
  for (const point of previous?.points ?? []) put(point.ms, 'previous', point.value)
  return times.flatMap((at, index) => {
    const row = rows.get(at) ?? { at }
    const before = times[index - 1]
    const isGap = before !== undefined && at - before > stepMs * GAP_STEPS
    return isGap ? [{ at: (before + at) / 2 }, row] : [row]
  })
}

/** The index of the instant nearest to `at`; -1 where there are none. */
export function nearestIndex(times: readonly number[], at: number): number {
  let low = 0
  let high = times.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) < at) low = middle + 1
    else high = middle
  }
  const before = times[low - 1]
  const here = times[low]
  if (here === undefined) return -1
  return before !== undefined && at - before < here - at ? low - 1 : low
}
