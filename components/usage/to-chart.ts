import type { ChartAnnotation, ChartData, ChartPoint } from '@/components/charts/types'
import { formatRange } from '@/lib/core/time/format'
import { localDate, startOfDay } from '@/lib/core/time/zoned'
import type { ComparisonView, PointView, SeriesView } from '@/lib/metrics/schema'
import type { Resolution } from '@/lib/metrics/terms'
import { formatOf } from './value-format'

const FIXED_MS: Partial<Record<Resolution, number>> = { minute: 60_000, '15m': 900_000, hour: 3_600_000 }
const CALENDAR = { day: { days: 1 }, week: { weeks: 1 }, month: { months: 1 } } as const

/** The instant at which the bucket that begins at `at` ends; a local day may be 23 or 25 hours long. */
export function bucketEnd(at: string, step: Resolution, zone: string): number {
  const fixed = FIXED_MS[step]
  if (fixed !== undefined) return Date.parse(at) + fixed
  const next = localDate(at, zone).add(CALENDAR[step as keyof typeof CALENDAR])
  return startOfDay(next, zone).epochMilliseconds
}

interface Frame {
  from: string
  to: string
  asOf: string
  zone: string
  resolution: Resolution
}

/** Share of the part of a bucket that the range shows and that is over, which measurements cover. */
export function coverageOf(point: PointView, frame: Frame): number {
  const start = Math.max(Date.parse(point.at), Date.parse(frame.from))
  const end = Math.min(bucketEnd(point.at, frame.resolution, frame.zone), Date.parse(frame.to), Date.parse(frame.asOf))
  return end <= start ? 1 : Math.min(1, (point.coveredSeconds * 1000) / (end - start))
}

interface ChartParts {
  series: SeriesView
  comparison?: ComparisonView | undefined
  annotations: readonly ChartAnnotation[]
}

/** Whether a bucket is incomplete though it is over: the range shows only a part of it. */
const isCut = ({ at, complete }: PointView, { asOf, resolution, zone }: Frame): boolean =>
  !complete && bucketEnd(at, resolution, zone) <= Date.parse(asOf)

/** What the chart card draws, from the API's answers. */
export function toChartData({ series, comparison, annotations }: ChartParts): ChartData {
  const isGauge = series.kind === 'gauge'
  const toPoint = (point: PointView): ChartPoint => ({
    at: point.at,
    value: point.value,
    min: point.min,
    max: point.max,
    complete: point.complete,
    ...(isCut(point, series) ? { isCut: true } : {}),
    ...(isGauge ? { coverage: coverageOf(point, series) } : {}),
  })
  const isBroken = series.series.length > 1
  return {
    from: series.from,
    to: series.to,
    step: series.resolution,
    zone: series.zone,
    asOf: series.asOf,
    unit: series.unit === 'share' && isGauge ? 'share of time' : series.unit,
    format: formatOf(series.unit),
    series: series.series.map((one) => ({
      id: seriesId(one.labels),
      name: isBroken || !comparison ? one.name : 'This period',
      points: one.points.map(toPoint),
    })),
    previous: previousOf(series, comparison),
    annotations,
  }
}

/** The period before; none where nothing was measured in it. */
function previousOf(series: SeriesView, comparison: ComparisonView | undefined): ChartData['previous'] {
  if (!comparison || comparison.points.length === 0) return undefined
  return {
    name: nameOfRange(comparison.previous, series),
    points: comparison.points.map((point) => ({
      at: point.at,
      previousAt: point.previousAt,
      value: point.value,
      min: point.min,
      max: point.max,
      complete: point.complete,
    })),
  }
}

/** Days stand for themselves; the time of day at which a period is cut matters only below them. */
function nameOfRange({ from, to }: { from: string; to: string }, { zone, resolution, asOf }: SeriesView): string {
  if (FIXED_MS[resolution] !== undefined) return formatRange(from, to, zone, asOf)
  const last = startOfDay(localDate(new Date(Date.parse(to) - 1).toISOString(), zone).add({ days: 1 }), zone)
  return formatRange(from, last.epochMilliseconds, zone, asOf)
}

/** One name per label set: the total is "total". */
export const seriesId = (labels: Readonly<Record<string, string>>): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',') || 'total'

/** The mean of the buckets that are complete in both periods, so that like stands beside like. */
export function meanOfComplete(
  points: readonly PointView[],
  previous: readonly PointView[] | undefined,
): { value: number; base: number | null; n: number } | null {
  const before = new Map(previous?.filter((point) => point.complete).map((point) => [point.at, point.value]))
  const whole = points.filter((point) => point.complete)
  if (whole.length === 0) return null
  const pairs = whole.filter((point) => before.has(point.at))
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const isComparable = pairs.length === whole.length
  return {
    value: mean(whole.map((point) => point.value)),
    base: isComparable ? mean(pairs.map((point) => before.get(point.at) ?? 0)) : null,
    n: whole.length,
  }
}

/** Stretches between measurements that none covers, each half-open; what comes before the first and after the last is none. */
export function gapsOf(points: readonly PointView[], step: Resolution, zone: string): { from: string; to: string }[] {
  const gaps: { from: string; to: string }[] = []
  for (const [index, point] of points.entries()) {
    const next = points[index + 1]
    const end = bucketEnd(point.at, step, zone)
    if (next && Date.parse(next.at) > end) gaps.push({ from: new Date(end).toISOString(), to: next.at })
  }
  return gaps
}
