import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { METRICS, type MetricKind } from '../catalogue'
import { rawHorizon } from '../retention'
import { rollUpCountedQuarters } from '../roll-up/counted-quarters'
import { type DirtyBucket, peekDirty, type SeriesOfBatch, seriesOfBatch, takeDirty } from '../roll-up/dirty'
import { rollUpDays, rollUpHours } from '../roll-up/hours-and-days'
import { rollUpSampledQuarters, toSpans } from '../roll-up/sampled-quarters'
import { GAUGE_STANDS } from '../standing'

const BATCH = 20_000

/** Serialises everything that writes roll-ups, also outside of the queue: an hour is made of quarters of several passes. */
export async function lockRollUps(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('guildhall.roll-up'))`.execute(trx)
}

/**
 * Recomputes every bucket that is marked when it starts, in batches of one transaction each, and announces each.
 * Idempotent; stops between batches when the signal is aborted.
 * @returns how many buckets were recomputed
 */
export async function rollUpDirty(
  db: Db,
  options: { signal?: AbortSignal | undefined; now?: Date; batch?: number } = {},
): Promise<number> {
  let done = 0
  let after: DirtyBucket | undefined
  while (!options.signal?.aborted) {
    const wanted = await peekDirty(db, after, options.batch ?? BATCH)
    after = wanted.at(-1)
    if (!after) break
    await ensureQuarterPartitions(db, wanted)
    done += await inTransaction(db, (trx) => rollUpBatch(trx, wanted, options.now ?? new Date()))
  }
  return done
}

async function rollUpBatch(trx: Trx, wanted: readonly DirtyBucket[], now: Date): Promise<number> {
  await lockRollUps(trx)
  const buckets = await takeDirty(trx, wanted)
  if (buckets.length === 0) return 0
  const { keepRawDays } = await getSettings(trx)
  const { day_zone: zone } = await trx.selectFrom('rollup_state').select('day_zone').executeTakeFirstOrThrow()
  const series = await seriesOfBatch(trx, buckets)
  const horizon = rawHorizon(keepRawDays === null ? null : keepRawDays + 1, now)
  const open = buckets.filter((bucket) => isRecomputable(bucket, series, horizon))
  if (open.length === 0) return 0
  await recompute(trx, open, series, zone)
  await publishChange(trx, { topic: 'samples' })
  return open.length
}

/** Quarters of the given buckets, then the hours and days that hold them. The caller holds `lockRollUps`. */
async function recompute(
  trx: Trx,
  buckets: readonly DirtyBucket[],
  series: ReadonlyMap<number, SeriesOfBatch>,
  zone: string,
): Promise<void> {
  const ofKind = (kind: MetricKind) => buckets.filter((bucket) => kindOf(bucket, series) === kind)
  await rollUpSampledQuarters(trx, toSpans(ofKind('gauge')), GAUGE_STANDS)
  await rollUpSampledQuarters(trx, toSpans(ofKind('increment')), 1)
  await rollUpCountedQuarters(trx, ofKind('event'), series)
  await rollUpHours(trx, buckets)
  await rollUpDays(trx, buckets, zone)
}

function kindOf(bucket: DirtyBucket, series: ReadonlyMap<number, SeriesOfBatch>): MetricKind | undefined {
  const found = series.get(bucket.series_id)
  return found && METRICS[found.metric].kind
}

/** Older than its raw samples are kept, a bucket is never recomputed: what is gone can't be counted again. */
function isRecomputable(
  bucket: DirtyBucket,
  series: ReadonlyMap<number, SeriesOfBatch>,
  horizon: Date | null,
): boolean {
  const kind = kindOf(bucket, series)
  return kind !== undefined && (kind === 'event' || horizon === null || bucket.at >= horizon)
}

async function ensureQuarterPartitions(db: Db, buckets: readonly DirtyBucket[]): Promise<void> {
  const times = buckets.map((bucket) => bucket.at.getTime())
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  await ensurePartitions(db, 'rollup_quarter', new Date(first), new Date(last))
}
