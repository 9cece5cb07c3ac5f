import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { GAUGE_STANDS, LONGEST_STANDING_HOURS } from '../standing'

const STANDS = sql.lit(GAUGE_STANDS)
const LONGEST = sql`interval '${sql.raw(String(LONGEST_STANDING_HOURS))} hours'`

/**
 * Marks 15-minute buckets for their roll-up. A mark that is there already is locked (`do update … where false` locks and
 * changes nothing): a roll-up then leaves it for the next pass, which this transaction asks for, instead of
 * recomputing the bucket without the rows that are not committed yet. In key order, against deadlocks.
 */
export async function markBucketsDirty(trx: Trx, buckets: readonly { seriesId: number; at: Date }[]): Promise<void> {
  await sql`
    insert into rollup_dirty (series_id, at)
    select series_id, at from unnest(
      ${buckets.map((bucket) => bucket.seriesId)}::int[], ${buckets.map((bucket) => bucket.at)}::timestamptz[]
    ) as touched (series_id, at)
    order by at, series_id
    on conflict (at, series_id) do update set at = excluded.at where false`.execute(trx)
}

/** A sample that was stored, and the interval of the one that it replaced. */
export interface StoredSample {
  series_id: number
  at: Date
  seconds: number
  replaced_seconds: number | null
}

/**
 * Marks every bucket that stored samples can have changed. A sample changes nothing before its instant and nothing from the
 * next sample on; between them it stands itself, or has ended the sample before it or the one that it replaced.
 */
export async function markSamplesDirty(trx: Trx, samples: readonly StoredSample[]): Promise<void> {
  if (samples.length === 0) return
  await markChanged(
    trx,
    sql`
    select * from unnest(
      ${samples.map((sample) => sample.series_id)}::int[],
      ${samples.map((sample) => sample.at)}::timestamptz[],
      ${samples.map((sample) => Math.max(sample.seconds, sample.replaced_seconds ?? 0))}::int[]
    ) as changed (series_id, at, seconds)`,
  )
}

/** Marks for samples that are stored, or removed, by now: a relation `(series_id, at, seconds)`. */
async function markChanged(trx: Trx, changed: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into rollup_dirty (series_id, at)
    select distinct changed.series_id, bucket
    from (${changed}) as changed
    left join lateral (
      select before.at + before.seconds * ${STANDS} * interval '1 second' as until from sample as before
      where before.series_id = changed.series_id and before.at < changed.at and before.at > changed.at - ${LONGEST}
      order by before.at desc limit 1
    ) as previous on true
    left join lateral (
      select after.at from sample as after
      where after.series_id = changed.series_id and after.at > changed.at and after.at < changed.at + ${LONGEST}
      order by after.at limit 1
    ) as next on true
    cross join lateral generate_series(
      date_bin('15 minutes', changed.at, 'epoch'),
      greatest(
        changed.at,
        least(next.at, greatest(changed.at + changed.seconds * ${STANDS} * interval '1 second', previous.until))
          - interval '1 microsecond'
      ),
      interval '15 minutes'
    ) as bucket
    order by 2, 1
    on conflict (at, series_id) do update set at = excluded.at where false`.execute(trx)
}

/**
 * The same for many samples that lie close together, from a table `(series_id, at, seconds)`. Marks a little more than it
 * must, since it takes the longest that any sample around them stands instead of asking for two neighbours of each,
 * which for the half million of a long backfill took most of its time.
 */
export async function markChangedInBulk(trx: Trx, table: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into rollup_dirty (series_id, at)
    select distinct changed.series_id, bucket
    from (
      select series_id, min(at) as first, max(at) as last, max(seconds) as seconds from ${table} group by series_id
    ) as stretch
    cross join lateral (
      select greatest(stretch.seconds, max(seconds)) * ${STANDS} * interval '1 second' as longest from sample
      where sample.series_id = stretch.series_id
        and sample.at > stretch.first - ${LONGEST} and sample.at < stretch.last
    ) as around
    join ${table} as changed on changed.series_id = stretch.series_id
    cross join lateral generate_series(
      date_bin('15 minutes', changed.at, 'epoch'), changed.at + longest - interval '1 microsecond', interval '15 minutes'
    ) as bucket
    order by 2, 1
    on conflict (at, series_id) do update set at = excluded.at where false`.execute(trx)
}
