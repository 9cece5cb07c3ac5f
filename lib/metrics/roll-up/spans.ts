import { type RawBuilder, sql } from 'kysely'

export const QUARTER_MS = 900_000

/** A stretch of one series, `[from, to)`. */
export interface Span {
  seriesId: number
  from: Date
  to: Date
}

/** Quarters that spans consist of. */
export const countQuarters = (spans: readonly Span[]): number =>
  spans.reduce((total, { from, to }) => total + (to.getTime() - from.getTime()) / QUARTER_MS, 0)

/** Spans as a relation `span (series_id, from_at, to_at)`. */
export const spanRows = (spans: readonly Span[]): RawBuilder<unknown> => sql`unnest(
  ${spans.map((span) => span.seriesId)}::int[],
  ${spans.map((span) => span.from)}::timestamptz[],
  ${spans.map((span) => span.to)}::timestamptz[]
) as span (series_id, from_at, to_at)`

/** The instants that all spans lie between, for bounds by which the planner leaves partitions out. */
export const boundsOf = (spans: readonly Span[]): { first: Date; last: Date } => ({
  first: new Date(spans.reduce((least, span) => Math.min(least, span.from.getTime()), Infinity)),
  last: new Date(spans.reduce((most, span) => Math.max(most, span.to.getTime()), -Infinity)),
})
