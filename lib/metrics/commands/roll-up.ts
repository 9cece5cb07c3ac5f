import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { KINDS } from '../kinds/registry'
import { rawRetentionStart } from '../retention'
import {
  claimDirty,
  DIRTY_RANGE_MAX_MS,
  type DirtyBatchRange,
  type DirtyKey,
  previewDirty,
  type SeriesOfBatch,
  SHARDS,
  type Shard,
  seriesOfBatch,
} from '../roll-up/dirty'
import { rollUpDays, rollUpHours } from '../roll-up/hours-and-days'
import { countQuarters, QUARTER_MS, type SeriesRange } from '../roll-up/series-ranges'
import type { MetricKind } from '../terms'

const BATCH = 40_000

const ROLL_UP_LOCK = sql`hashtext('guildhall.roll-up')`

/** Keeps all roll-ups out, also those outside of the queue. */
export async function lockRollUps(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ROLL_UP_LOCK})`.execute(trx)
}

/** Serialises the roll-ups of a lane, for an hour is made of quarters of several passes. */
async function lockShard(trx: Trx, lane: Shard): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${ROLL_UP_LOCK}), pg_advisory_xact_lock(${ROLL_UP_LOCK}, ${lane})`.execute(
    trx,
  )
}

interface RollUpOptions {
  signal?: AbortSignal | undefined
  now?: Date
  batch?: number
}

/**
 * Recomputes every bucket that is marked when it starts, in batches of one transaction each, and announces each.
 * Idempotent; stops between batches when the signal is aborted. Lanes run side by side only behind their first batches: what a
 * collection leaves is one batch, and one core at a time leaves the other to those who collect.
 * @returns how many buckets were recomputed
 */
export async function rollUpDirty(db: Db, options: RollUpOptions = {}): Promise<number> {
  let done = 0
  const rest: { lane: Shard; after: DirtyKey }[] = []
  for (const lane of SHARDS) {
    const first = await rollUpNext(db, lane, undefined, options)
    if (!first) continue
    done += first.done
    rest.push({ lane, after: first.after })
  }
  const further = await Promise.all(rest.map(({ lane, after }) => rollUpRest(db, lane, after, options)))
  return further.reduce((total, ofLane) => total + ofLane, done)
}

async function rollUpRest(db: Db, lane: Shard, behind: DirtyKey, options: RollUpOptions): Promise<number> {
  let done = 0
  let after = behind
  for (;;) {
    const next = await rollUpNext(db, lane, after, options)
    if (!next) return done
    done += next.done
    after = next.after
  }
}

/** One batch of a lane, of the marks behind a key; undefined where there are none, or the signal is aborted. */
async function rollUpNext(
  db: Db,
  lane: Shard,
  after: DirtyKey | undefined,
  options: RollUpOptions,
): Promise<{ done: number; after: DirtyKey } | undefined> {
  if (options.signal?.aborted) return undefined
  const stretch = await previewDirty(db, { lane, after, limit: options.batch ?? BATCH })
  if (!stretch) return undefined
  const end = new Date(stretch.until.at.getTime() + DIRTY_RANGE_MAX_MS)
  await ensurePartitions(db, 'rollup_quarter', stretch.first, end)
  const done = await inTransaction(db, (trx) => rollUpBatch(trx, lane, stretch, options.now ?? new Date()))
  return { done, after: stretch.until }
}

async function rollUpBatch(trx: Trx, lane: Shard, stretch: DirtyBatchRange, now: Date): Promise<number> {
  await lockShard(trx, lane)
  const dirty = await claimDirty(trx, lane, stretch)
  if (dirty.length === 0) return 0
  const { keepRawDays } = await getSettings(trx)
  const { day_zone: zone } = await trx.selectFrom('rollup_state').select('day_zone').executeTakeFirstOrThrow()
  const series = await seriesOfBatch(trx, dirty)
  const horizon = rawRetentionStart(keepRawDays === null ? null : keepRawDays + 1, now)
  const spans = dirty.flatMap((span) => recomputable(span, series, horizon))
  if (spans.length === 0) return 0
  await recompute(trx, spans, series, zone)
  await publishChange(trx, { topic: 'samples' })
  return countQuarters(spans)
}

/** Quarters of the given spans, then the hours and days that hold them. The caller holds the lane. */
async function recompute(
  trx: Trx,
  spans: readonly SeriesRange[],
  series: ReadonlyMap<number, SeriesOfBatch>,
  zone: string,
): Promise<void> {
  for (const { name, rollUp } of Object.values(KINDS)) {
    const ofKind = spans.filter((span) => kindOf(span, series) === name)
    if (rollUp && ofKind.length > 0) await rollUp(trx, ofKind, series)
  }
  await rollUpHours(trx, spans)
  await rollUpDays(trx, spans, zone)
}

function kindOf({ seriesId }: SeriesRange, series: ReadonlyMap<number, SeriesOfBatch>): MetricKind | undefined {
  return series.get(seriesId)?.kind
}

/** Older than its raw samples are kept, a bucket is never recomputed: what is gone can't be counted again. */
function recomputable(
  span: SeriesRange,
  series: ReadonlyMap<number, SeriesOfBatch>,
  horizon: Date | null,
): SeriesRange[] {
  const kind = kindOf(span, series)
  if (kind === undefined) return []
  if (!KINDS[kind].isSampled || horizon === null || span.from >= horizon) return [span]
  const from = new Date(Math.ceil(horizon.getTime() / QUARTER_MS) * QUARTER_MS)
  return from < span.to ? [{ ...span, from }] : []
}
