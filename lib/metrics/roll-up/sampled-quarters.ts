import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { sampledBuckets } from './sampled-buckets'
import { boundsOf, type Span } from './spans'

/** Recomputes the 15-minute buckets of series that consist of samples, whole spans of them at a time. */
export async function rollUpSampledQuarters(trx: Trx, spans: readonly Span[], stands: number): Promise<void> {
  if (spans.length === 0) return
  const { first, last } = boundsOf(spans)
  await sql`
    with ${sampledBuckets(spans, { step: 'quarter', stands })}, gone as (
      delete from rollup_quarter using span
      where rollup_quarter.series_id = span.series_id
        and rollup_quarter.at >= span.from_at and rollup_quarter.at < span.to_at
        and rollup_quarter.at >= ${first}::timestamptz and rollup_quarter.at < ${last}::timestamptz
        and not exists (
          select from computed where computed.series_id = rollup_quarter.series_id and computed.at = rollup_quarter.at)
    )
    insert into rollup_quarter
      (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)
    select series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds from computed
    on conflict (series_id, at) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
      max = excluded.max, first = excluded.first, last = excluded.last,
      value_seconds = excluded.value_seconds, covered_seconds = excluded.covered_seconds`.execute(trx)
}
