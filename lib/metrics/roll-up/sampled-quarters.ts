import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { sampledBuckets } from './sampled-buckets'
import { countQuarters, type SeriesRange } from './series-ranges'
import { deleteStale, quartersWithin, type StoredKey } from './stale'

/**
 * Recomputes the 15-minute buckets of series that consist of samples, whole spans of them at a time. What was stored before is
 * looked at only where some bucket of the spans came out empty.
 */
export async function rollUpSampledQuarters(trx: Trx, spans: readonly SeriesRange[], stands: number): Promise<void> {
  if (spans.length === 0) return
  const { rows: stale } = await sql<StoredKey>`
    with ${sampledBuckets(spans, { step: 'quarter', stands })}, stored as (
      insert into rollup_quarter
        (series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds)
      select series_id, at, samples, sum, min, max, first, last, value_seconds, covered_seconds from computed
      on conflict (series_id, at) do update set samples = excluded.samples, sum = excluded.sum, min = excluded.min,
        max = excluded.max, first = excluded.first, last = excluded.last,
        value_seconds = excluded.value_seconds, covered_seconds = excluded.covered_seconds
      returning series_id, at
    )
    select series_id, at::text from (
      ${quartersWithin(spans)}
      where (select count(*) from stored) < ${countQuarters(spans)}
      except select series_id, at from stored
    ) as stale`.execute(trx)
  await deleteStale(trx, 'rollup_quarter', stale)
}
