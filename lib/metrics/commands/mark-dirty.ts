import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { mergedRanges } from '../roll-up/series-ranges'
import { STALE_AFTER_HOURS_MAX, STALE_AFTER_INTERVALS } from '../stale-after'

const STALE_AFTER = sql.lit(STALE_AFTER_INTERVALS)
const LONGEST = sql`interval '${sql.raw(String(STALE_AFTER_HOURS_MAX))} hours'`
const STALE_AFTER_MS_MAX = STALE_AFTER_HOURS_MAX * 3_600_000

/**
 * Marks every 15-minute bucket that stretches touch for its roll-up: from a query `(series_id, from_at, to_at)`, half-open. Kept
 * as stretches of a day at most, because a mark for each bucket cost a long backfill more than its roll-up; days, so that
 * passes in the order of time find neighbours together.
 *
 * A mark that begins at the same bucket is locked, also where it stays as it is (`do update … where false` locks and changes
 * nothing): a roll-up then leaves it for the next pass, which this transaction asks for, instead of recomputing the buckets
 * without the rows that are not committed yet. In key order, against deadlocks.
 */
export async function markRangesDirty(trx: Trx, stretches: RawBuilder<unknown>): Promise<void> {
  await sql`
    insert into rollup_dirty (at, series_id, until)
    select greatest(day, from_at) as at, series_id, least(day + interval '1 day', to_at)
    from (${mergedRanges(sql`
      select series_id, date_bin('15 minutes', from_at, 'epoch') as from_at,
        date_bin('15 minutes', to_at - interval '1 microsecond', 'epoch') + interval '15 minutes' as to_at
      from (${stretches}) as touched`)}) as joined
    cross join lateral generate_series(
      date_bin('1 day', from_at, 'epoch'), to_at - interval '1 microsecond', interval '1 day') as day
    order by at, series_id
    on conflict (at, series_id) do update set until = excluded.until where excluded.until > rollup_dirty.until`.execute(
    trx,
  )
}

/** Marks the stretches of a length (milliseconds) that begin at the given instants. */
export async function markBucketsDirty(
  trx: Trx,
  buckets: readonly { seriesId: number; at: Date }[],
  milliseconds: number,
): Promise<void> {
  await markRangesDirty(
    trx,
    sql`
      select series_id, at as from_at, at + interval '1 millisecond' * ${milliseconds} as to_at from unnest(
        ${buckets.map((bucket) => bucket.seriesId)}::int[], ${buckets.map((bucket) => bucket.at)}::timestamptz[]
      ) as bucket (series_id, at)`,
  )
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
  // Bounds as values, by which the planner leaves the partitions out that hold no neighbour.
  const ats = samples.map((sample) => sample.at.getTime())
  const earliest = new Date(ats.reduce((least, at) => Math.min(least, at), Infinity) - STALE_AFTER_MS_MAX)
  const latest = new Date(ats.reduce((most, at) => Math.max(most, at), -Infinity) + STALE_AFTER_MS_MAX)
  await markRangesDirty(
    trx,
    sql`
      select changed.series_id, changed.at as from_at, greatest(
        changed.at + interval '1 microsecond',
        least(next.at, greatest(changed.at + changed.seconds * ${STALE_AFTER} * interval '1 second', previous.until))
      ) as to_at
      from unnest(
        ${samples.map((sample) => sample.series_id)}::int[],
        ${samples.map((sample) => sample.at)}::timestamptz[],
        ${samples.map((sample) => Math.max(sample.seconds, sample.replaced_seconds ?? 0))}::int[]
      ) as changed (series_id, at, seconds)
      left join lateral (
        select before.at + before.seconds * ${STALE_AFTER} * interval '1 second' as until from sample as before
        where before.series_id = changed.series_id and before.at < changed.at and before.at > changed.at - ${LONGEST}
          and before.at > ${earliest}::timestamptz and before.at < ${latest}::timestamptz
        order by before.at desc limit 1
      ) as previous on true
      left join lateral (
        select after.at from sample as after
        where after.series_id = changed.series_id and after.at > changed.at and after.at < changed.at + ${LONGEST}
          and after.at > ${earliest}::timestamptz and after.at < ${latest}::timestamptz
        order by after.at limit 1
      ) as next on true`,
  )
}

/**
 * Marks for many samples that lie close together and are stored, or removed, by now, from a table `(series_id, at, seconds)`.
 * Marks a little more than it must, since it takes the longest that any sample around them stands instead of asking for
 * two neighbours of each, which for the half million of a long backfill took most of its time.
 */
export async function markBulkDirty(trx: Trx, table: RawBuilder<unknown>): Promise<void> {
  await markRangesDirty(
    trx,
    sql`
      select changed.series_id, changed.at as from_at, changed.at + longest as to_at
      from (
        select series_id, min(at) as first, max(at) as last, max(seconds) as seconds from ${table} group by series_id
      ) as stretch
      cross join lateral (
        select greatest(stretch.seconds, max(seconds)) * ${STALE_AFTER} * interval '1 second' as longest from sample
        where sample.series_id = stretch.series_id
          and sample.at > stretch.first - ${LONGEST} and sample.at < stretch.last
      ) as around
      join ${table} as changed on changed.series_id = stretch.series_id`,
  )
}
