import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { getSettings } from '@/lib/settings/queries'
import { findKnownRanges, type KnownRanges } from '../backfill/known-ranges'
import { recordRun, reserveRun } from '../backfill/record-run'
import { SLOT_SECONDS, type SlotRange } from '../backfill/slots'
import { beginStoring, markStored, storeGauge } from '../backfill/store-gauge'
import { rawRetentionStart } from '../retention'
import { MIRRORED_GAUGES } from '../snapshot/mirrored-gauges'
import { rollUpTask } from '../tasks'
import { rollUpDirty } from './roll-up'

const SLOT_MS = SLOT_SECONDS * 1000
/** Slots of one transaction: three weeks. Small enough to stop and to let others in, large enough for set-based work. */
const BATCH_SLOTS = 1_008

export interface BackfillRange {
  /** Slots in `[from, to)` and the one that ends the last interval; null reaches as far as the mirror knows. */
  from: Date | null
  to: Date | null
  signal?: AbortSignal | undefined
  now?: Date
  onProgress?: ((progress: BackfillProgress) => void) | undefined
}

export interface BackfillProgress {
  /** Slots done, of how many. */
  done: number
  total: number
  /** Samples that changed. */
  samples: number
}

/**
 * Computes from the mirror what a collector with the default interval would have measured, marks it backfill, and rolls it
 * up: collected and pushed samples stay. Idempotent; each batch of slots commits by itself, so an interruption loses
 * nothing. The run that it is stands in the list of runs when it is through.
 * @throws the signal's reason where it is aborted
 */
export async function backfillRange(db: Db, range: BackfillRange): Promise<BackfillProgress> {
  const startedAt = new Date()
  const now = range.now ?? startedAt
  const { zone, keepRawDays } = await getSettings(db)
  const known = await findKnownRanges(db, { now, zone })
  const span = resolveRange(known, range, rawRetentionStart(keepRawDays, now), now)
  const progress = { done: 0, total: span ? slotsIn(span) : 0, samples: 0 }
  if (!span) return progress
  await ensurePartitions(db, 'sample', span.from, span.to)
  const run = await reserveRun(db)
  for (let from = span.from.getTime(); from < span.to.getTime(); from += BATCH_SLOTS * SLOT_MS) {
    range.signal?.throwIfAborted()
    const batch = {
      from: new Date(from),
      to: new Date(Math.min(span.to.getTime(), from + BATCH_SLOTS * SLOT_MS)),
      zone,
    }
    progress.samples += await backfillBatch(db, batch, known, run?.id ?? null)
    progress.done += slotsIn(batch)
    range.onProgress?.({ ...progress })
  }
  await rollUpDirty(db, { signal: range.signal })
  range.signal?.throwIfAborted()
  if (run && progress.samples > 0) await recordRun(db, run, { startedAt, samples: progress.samples })
  return progress
}

const slotsIn = ({ from, to }: { from: Date; to: Date }): number => (to.getTime() - from.getTime()) / SLOT_MS

function resolveRange(
  known: KnownRanges,
  { from, to }: BackfillRange,
  horizon: Date | null,
  now: Date,
): { from: Date; to: Date } | null {
  const spans = Object.values(known).filter((span) => span !== null)
  if (spans.length === 0) return null
  const begin = Math.max(
    (from ?? new Date(Math.min(...spans.map((span) => span.from.getTime())))).getTime(),
    horizon?.getTime() ?? 0,
  )
  const end = Math.min(to?.getTime() ?? Infinity, Math.max(...spans.map((span) => span.to.getTime())))
  const first = Math.ceil(begin / SLOT_MS) * SLOT_MS
  // What happened in the last interval shows at the slot that ends it, unless that is still to come.
  const last = Math.min(Math.ceil(end / SLOT_MS), Math.floor(now.getTime() / SLOT_MS)) * SLOT_MS + SLOT_MS
  return first < last ? { from: new Date(first), to: new Date(last) } : null
}

function backfillBatch(db: Db, span: SlotRange, known: KnownRanges, runId: number | null): Promise<number> {
  return inTransaction(db, async (trx) => {
    await beginStoring(trx)
    let changed = 0
    for (const gauge of MIRRORED_GAUGES) {
      const since = gauge.relation.known && known[gauge.relation.known]
      if (since && since.from < span.to) changed += await storeGauge(trx, gauge, span, since, runId)
    }
    if (changed > 0) {
      await markStored(trx)
      await enqueue(trx, rollUpTask, {})
    }
    return changed
  })
}
