import { sql } from 'kysely'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { KINDS } from '../kinds/registry'
import { rawHorizon } from '../retention'
import {
  type DirtyKey,
  type DirtyStretch,
  LANES,
  type Lane,
  LONGEST_MARK_MS,
  peekDirty,
  type SeriesOfBatch,
  seriesOfBatch,
  takeDirty,
} from '../roll-up/dirty'
import { rollUpDays, rollUpHours } from '../roll-up/hours-and-days'
import { countQuarters, QUARTER_MS, type Span } from '../roll-up/spans'
import type { MetricKind } from '../terms'

const BATCH = 40_000

const ROLL_UP_LOCK = sql`hashtext('guildhall.roll-up')`

/** Keeps all roll-ups out, also those outside of the queue. */
export async function lockRollUps(trx: Trx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${ROLL_UP_LOCK})`.execute(trx)
}

/** Serialises the roll-ups of a lane, for an hour is made of quarters of several passes. */
async function lockLane(trx: Trx, lane: Lane): Promise<void> {
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
  const rest: { lane: Lane; after: DirtyKey }[] = []
  for (const lane of LANES) {
    const first = await rollUpNext(db, lane, undefined, options)
    if (!first) continue
    done += first.done
    rest.push({ lane, after: first.after })
  }
  const further = await Promise.all(rest.map(({ lane, after }) => rollUpRest(db, lane, after, options)))
  return further.reduce((total, ofLane) => total + ofLane, done)
}

async function rollUpRest(db: Db, lane: Lane, behind: DirtyKey, options: RollUpOptions): Promise<number> {
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
  lane: Lane,
  after: DirtyKey | undefined,
  options: RollUpOptions,
): Promise<{ done: number; after: DirtyKey } | undefined> {
  if (options.signal?.aborted) return undefined
  const stretch = await peekDirty(db, { lane, after, limit: options.batch ?? BATCH })
  if (!stretch) return undefined
  const end = new Date(stretch.until.at.getTime() + LONGEST_MARK_MS)
  await ensurePartitions(db, 'rollup_quarter', stretch.first, end)
  const done = await inTransaction(db, (trx) => rollUpBatch(trx, lane, stretch, options.now ?? new Date()))
  return { done, after: stretch.until }
}

async function rollUpBatch(trx: Trx, lane: Lane, stretch: DirtyStretch, now: Date): Promise<number> {
  await lockLane(trx, lane)
  const dirty = await takeDirty(trx, lane, stretch)
  if (dirty.length === 0) return 0
  const { keepRawDays } = await getSettings(trx)
  const { day_zone: zone } = await trx.selectFrom('rollup_state').select('day_zone').executeTakeFirstOrThrow()
  const series = await seriesOfBatch(trx, dirty)
  const horizon = rawHorizon(keepRawDays === null ? null : keepRawDays + 1, now)
  const spans = dirty.flatMap((span) => recomputable(span, series, horizon))
  if (spans.length === 0) return 0
  await recompute(trx, spans, series, zone)
  await publishChange(trx, { topic: 'samples' })
  return countQuarters(spans)
}

/** Quarters of the given spans, then the hours and days that hold them. The caller holds the lane. */
async function recompute(
  trx: Trx,
  spans: readonly Span[],
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

function kindOf({ seriesId }: Span, series: ReadonlyMap<number, SeriesOfBatch>): MetricKind | undefined {
  return series.get(seriesId)?.kind
}

/** Older than its raw samples are kept, a bucket is never recomputed: what is gone can't be counted again. */
function recomputable(span: Span, series: ReadonlyMap<number, SeriesOfBatch>, horizon: Date | null): Span[] {
  const kind = kindOf(span, series)
  if (kind === undefined) return []
  if (!KINDS[kind].isSampled || horizon === null || span.from >= horizon) return [span]
  const from = new Date(Math.ceil(horizon.getTime() / QUARTER_MS) * QUARTER_MS)
  return from < span.to ? [{ ...span, from }] : []
}
