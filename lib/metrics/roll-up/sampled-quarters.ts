import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { sampledBuckets } from './sampled-buckets'
import { boundsOf, countQuarters, QUARTER_MS, type Span } from './spans'

interface Quarter {
  series_id: number
  at: Date
}

/**
 * Recomputes the 15-minute buckets of series that consist of samples, whole spans of them at a time. Buckets that nothing
 * stands in any more go by their keys, which are fetched only where there are such: for an anti-join with what was
 * computed, whose size the planner can't guess, scattered spans took minutes.
 */
export async function rollUpSampledQuarters(trx: Trx, spans: readonly Span[], stands: number): Promise<void> {
  if (spans.length === 0) return
  const wanted = countQuarters(spans)
  const { rows } = await sql<{ n: number; series_id: number | null; at: Date | null }>`
    with ${sampledBuckets(spans, { step: 'quarter', stands })}, stored as (
      insert into rollup_quarter
        (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)
      select series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds from computed
      on conflict (series_id, at) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
        max = excluded.max, first = excluded.first, last = excluded.last,
        value_seconds = excluded.value_seconds, covered_seconds = excluded.covered_seconds
      returning series_id, at
    ), total as (select count(*)::int as n from stored)
    select n, series_id, at from total left join stored on n < ${wanted}`.execute(trx)
  if ((rows[0]?.n ?? 0) === wanted) return
  const stored = rows.flatMap(({ series_id, at }) => (series_id !== null && at !== null ? [{ series_id, at }] : []))
  await deleteQuarters(trx, spans, emptied(spans, stored))
}

/** The buckets of spans that are not among those that were computed. */
function emptied(spans: readonly Span[], computed: readonly Quarter[]): Quarter[] {
  const keyOf = (quarter: Quarter) => `${quarter.series_id} ${quarter.at.getTime()}`
  const known = new Set(computed.map(keyOf))
  return spans.flatMap(quartersOf).filter((quarter) => !known.has(keyOf(quarter)))
}

const quartersOf = (span: Span): Quarter[] =>
  Array.from({ length: countQuarters([span]) }, (_, index) => ({
    series_id: span.seriesId,
    at: new Date(span.from.getTime() + index * QUARTER_MS),
  }))

async function deleteQuarters(trx: Trx, spans: readonly Span[], quarters: readonly Quarter[]): Promise<void> {
  const { first, last } = boundsOf(spans)
  await sql`
    delete from rollup_quarter using unnest(
      ${quarters.map((quarter) => quarter.series_id)}::int[], ${quarters.map((quarter) => quarter.at)}::timestamptz[]
    ) as empty (series_id, at)
    where rollup_quarter.series_id = empty.series_id and rollup_quarter.at = empty.at
      and rollup_quarter.at >= ${first}::timestamptz and rollup_quarter.at < ${last}::timestamptz`.execute(trx)
}
