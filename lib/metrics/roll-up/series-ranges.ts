import { type RawBuilder, sql } from 'kysely'

export const QUARTER_MS = 900_000

/** A stretch of one series, `[from, to)`, of whole 15-minute buckets. */
export interface SeriesRange {
  seriesId: number
  from: Date
  to: Date
}

/** Quarters that spans consist of. */
export const countQuarters = (spans: readonly SeriesRange[]): number =>
  spans.reduce((total, { from, to }) => total + (to.getTime() - from.getTime()) / QUARTER_MS, 0)

/** Spans as a relation `span (series_id, from_at, to_at)`. */
export const seriesRangeRows = (spans: readonly SeriesRange[]): RawBuilder<unknown> => sql`unnest(
  ${spans.map((span) => span.seriesId)}::int[],
  ${spans.map((span) => span.from)}::timestamptz[],
  ${spans.map((span) => span.to)}::timestamptz[]
) as span (series_id, from_at, to_at)`

/**
 * A query that joins the stretches of each series that overlap or touch, from one that answers `(series_id, from_at, to_at)`;
 * answers the same columns.
 */
export const mergedRanges = (stretches: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select series_id, min(from_at) as from_at, max(to_at) as to_at from (
    select series_id, from_at, to_at, count(*) filter (where begins) over (partition by series_id order by from_at, to_at) as island
    from (
      select series_id, from_at, to_at, from_at > coalesce(max(to_at) over (
        partition by series_id order by from_at, to_at rows between unbounded preceding and 1 preceding), '-infinity') as begins
      from (${stretches}) as stretch
    ) as stretch
  ) as stretch group by series_id, island`

/** The instants that all spans lie between, for bounds by which the planner leaves partitions out. */
export const outerBounds = (spans: readonly SeriesRange[]): { first: Date; last: Date } => ({
  first: new Date(spans.reduce((least, span) => Math.min(least, span.from.getTime()), Infinity)),
  last: new Date(spans.reduce((most, span) => Math.max(most, span.to.getTime()), -Infinity)),
})
