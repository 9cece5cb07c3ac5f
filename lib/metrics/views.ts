import { z } from 'zod'
import { pageOf } from '@/lib/core/http/page'
import { COMPARISON_MODES, METRIC_KINDS, OVER_LABELS, OVER_TIME, RESOLUTIONS } from './terms'

/** Whether there is a metric of the name is known to the database alone. */
export const metricName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'Metric not found.')
export const labelName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'Label not found.')

/** One bucket. A gauge's `value` is its time-weighted mean, a count's its count. `local` (a date) is there from day up. */
export const pointView = z.object({
  at: z.string(),
  local: z.string().optional(),
  value: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  samples: z.number(),
  coveredSeconds: z.number(),
  /** Of a duration: those among `samples` that were still open, and count for as long as they had lasted. */
  open: z.number().optional(),
  complete: z.boolean(),
})
export type PointView = z.output<typeof pointView>

/** The same figures over the whole range; value is null where nothing was covered. */
export const summaryView = z.object({
  value: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  samples: z.number(),
  coveredSeconds: z.number(),
  open: z.number().optional(),
})
export type SummaryView = z.output<typeof summaryView>

const headShape = {
  metric: metricName,
  title: z.string(),
  unit: z.string(),
  kind: z.enum(METRIC_KINDS),
  zone: z.string(),
  asOf: z.string(),
}

export const seriesView = z.object({
  ...headShape,
  resolution: z.enum(RESOLUTIONS),
  from: z.string(),
  to: z.string(),
  series: z.array(
    z.object({
      labels: z.record(z.string(), z.string()),
      name: z.string(),
      summary: summaryView,
      points: z.array(pointView),
    }),
  ),
})
export type SeriesView = z.output<typeof seriesView>

/**
 * A change between two ranges. `percent` is null where the base is under 20 or 0, or the metric is a share;
 * then `points` (percentage points) or `absolute` is shown. `n` is what the base rests on: rows or samples.
 */
export const deltaView = z.object({
  absolute: z.number(),
  percent: z.number().nullable(),
  points: z.number().nullable(),
  base: z.number(),
  n: z.number(),
})
export type DeltaView = z.output<typeof deltaView>

const comparedRange = z.object({ from: z.string(), to: z.string(), summary: summaryView })

export const comparisonView = z.object({
  ...headShape,
  resolution: z.enum(RESOLUTIONS),
  mode: z.enum(COMPARISON_MODES),
  /** For people: "vs previous 30 days". */
  label: z.string(),
  current: comparedRange,
  previous: comparedRange,
  delta: deltaView.nullable(),
  /** The previous buckets, each `at` the bucket of the current range that it stands beside; `previousAt` is its own. */
  points: z.array(pointView.extend({ previousAt: z.string() })),
})
export type ComparisonView = z.output<typeof comparisonView>

export const overviewView = z.object({
  asOf: z.string(),
  zone: z.string(),
  figures: z.array(
    z.object({
      metric: metricName,
      title: z.string(),
      unit: z.string(),
      goodDirection: z.enum(['up', 'down']).nullable(),
      /** Gauges: what stands at asOf; counts: today so far. Null where nothing is known. */
      value: z.number().nullable(),
      /** Gauges: when that was measured, also where it no longer stands. */
      at: z.string().nullable(),
      sparkline: z.array(z.object({ at: z.string(), value: z.number(), complete: z.boolean() })),
      change: z.object({ label: z.string(), delta: deltaView.nullable() }),
    }),
  ),
})
export type OverviewView = z.output<typeof overviewView>

/** Hour of day (0 to 23) by ISO weekday (1 Monday to 7): `value` per hour for counts, the mean for gauges, null uncovered. */
export const heatmapView = z.object({
  ...headShape,
  from: z.string(),
  to: z.string(),
  cells: z.array(
    z.object({
      weekday: z.number(),
      hour: z.number(),
      value: z.number().nullable(),
      total: z.number(),
      hours: z.number(),
    }),
  ),
})
export type HeatmapView = z.output<typeof heatmapView>

export const topListView = z.object({
  ...headShape,
  by: labelName,
  from: z.string(),
  to: z.string(),
  label: z.string(),
  items: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      value: z.number(),
      previous: z.number().nullable(),
      delta: deltaView.nullable(),
    }),
  ),
  /** What those beyond the list come to. */
  other: z.number().nullable(),
  total: z.number().nullable(),
})
export type TopListView = z.output<typeof topListView>

export const metricView = z.object({
  name: metricName,
  title: z.string(),
  unit: z.string(),
  kind: z.enum(METRIC_KINDS),
  group: z.string(),
  /** Labels that it may be broken down by: those that it is kept by. */
  labels: z.array(labelName),
  overTime: z.enum(OVER_TIME),
  overLabels: z.enum(OVER_LABELS),
  definition: z.string(),
  source: z.string(),
  goodDirection: z.enum(['up', 'down']).nullable(),
  analyticsType: z.string(),
  /** Of a metric that people made: the version to send with a change. Null of those that come with Guildhall. */
  version: z.number().nullable(),
  archivedAt: z.string().nullable(),
  /** First hour and last hour with data; null where there is none. */
  firstAt: z.string().nullable(),
  lastAt: z.string().nullable(),
})
export type MetricView = z.output<typeof metricView>
export const metricPage = pageOf(metricView)
export type MetricPage = z.output<typeof metricPage>

/** Where one point comes from. */
export const provenanceView = z.object({
  ...headShape,
  definition: z.string(),
  source: z.string(),
  bucket: z.object({ from: z.string(), to: z.string() }),
  /** What was counted: samples of collections, or rows of the mirror. */
  basis: z.enum(['samples', 'rows']),
  rows: z.number(),
  /** The newest samples of the bucket, 100 at most, and the one that stood when it began. */
  samples: z.array(
    z.object({
      at: z.string(),
      value: z.number(),
      seconds: z.number(),
      runId: z.string().nullable(),
      origin: z.enum(['collected', 'pushed', 'backfill']),
      metadata: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  runs: z.array(
    z.object({
      id: z.string(),
      source: z.string(),
      trigger: z.string(),
      status: z.string(),
      slot: z.string().nullable(),
      startedAt: z.string(),
      finishedAt: z.string().nullable(),
    }),
  ),
})
export type ProvenanceView = z.output<typeof provenanceView>

/** How far the job is that makes all day figures anew after the zone or the kinds of activity were changed. */
export const rebuildView = z.object({
  /** What it is at, null where there is nothing to do: it waits for a worker, finds who was active, sums days, counts figures. */
  stage: z.enum(['waiting', 'activity', 'days', 'figures']).nullable(),
  /** The zone that the figures by day are in so far. */
  zone: z.string(),
  /** Local days whose figures are still to be counted; known at the last stage. */
  daysLeft: z.number().nullable(),
  /** Why the last attempt failed; another one follows. */
  error: z.string().nullable(),
})
export type RebuildView = z.output<typeof rebuildView>

/** By ask, in their order: what it would have been answered by itself. */
export const seriesBatchView = z.object({
  answers: z.array(
    z.union([
      z.object({ status: z.literal(200), answer: z.unknown() }),
      z.object({ status: z.number(), problem: z.record(z.string(), z.unknown()) }),
    ]),
  ),
})
export type SeriesBatchView = z.output<typeof seriesBatchView>
