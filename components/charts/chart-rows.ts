import { type CsvValue, toCsv } from '@/lib/core/csv'
import { formatDateTime, toMs } from '@/lib/core/time/format'
import type { ChartData, ChartPoint } from './types'

/** One line of a chart's table: an instant and the bucket of each series there. */
export interface ChartRow {
  at: number
  points: (ChartPoint | undefined)[]
  previous: (ChartPoint & { previousAt: string }) | undefined
}

/** The chart as a table, in time. */
export function chartRows({ series, previous }: ChartData): ChartRow[] {
  const rows = new Map<number, ChartRow>()
  const rowAt = (at: string): ChartRow => {
    const ms = toMs(at)
    const row = rows.get(ms) ?? { at: ms, points: series.map(() => undefined), previous: undefined }
    rows.set(ms, row)
    return row
  }
  for (const [index, { points }] of series.entries()) {
    for (const point of points) rowAt(point.at).points[index] = point
  }
  for (const point of previous?.points ?? []) rowAt(point.at).previous = point
  return [...rows.values()].sort((a, b) => a.at - b.at)
}

/**
 * The chart as CSV: the bucket's start as UTC and in the zone, a column per series, then whether the bucket is over and how
 * much of it was measured (the least of the series), and the previous period where there is one.
 */
export function chartCsv(data: ChartData): string {
  const { series, previous, zone, unit } = data
  const header = [
    'start',
    `start in ${zone}`,
    ...series.map(({ name }) => (series.length === 1 ? unit : name)),
    'complete',
    'coverage',
    ...(previous ? ['previous start', `previous ${unit}`] : []),
  ]
  const lines = chartRows(data).map(({ at, points, previous: before }): CsvValue[] => [
    new Date(at).toISOString(),
    formatDateTime(at, zone),
    ...points.map((point) => point?.value ?? null),
    points.every((point) => point?.complete ?? true),
    points.reduce((least, point) => Math.min(least, point ? (point.coverage ?? 1) : least), 1),
    ...(previous ? [before?.previousAt ?? null, before?.value ?? null] : []),
  ])
  return toCsv(header, lines)
}
