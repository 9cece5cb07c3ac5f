import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { JobLeaseLost } from '@/lib/core/jobs/job-lease'
import { log } from '@/lib/core/log'
import { publishChange } from '@/lib/core/realtime/publish'
import type { ImportState } from '../schema'
import { type ImportMessages, type ImportOutcome, importMessages } from './import-messages'
import { createProgressMeter, type ProgressMeter } from './progress'

/** Cancelling is seen within it, and the screen follows as often. */
const SAVE_EVERY_MS = 500

/** Thrown where the import was cancelled from outside; its row says so already. */
export class ImportCancelled extends Error {
  override readonly name = 'ImportCancelled'
}

export type RunImport = Omit<ImportMessages, 'meter'> & { meter?: ProgressMeter }

/**
 * Runs an import that was added: keeps its row up to date, stops when it is cancelled, and notes how it ended.
 * @throws ImportCancelled; JobLeaseLost where another worker has it now; what importMessages throws, the row being `failed` then, or `queued` again where
 *   `isRetried` says that the failure is not the end
 */
export async function runImport(db: Db, id: string, input: RunImport, isRetried = false): Promise<ImportOutcome> {
  const meter = input.meter ?? createProgressMeter(() => performance.now())
  const stopping = new AbortController()
  const signal = AbortSignal.any([input.signal, stopping.signal])
  await begin(db, id)
  const keeping = new AbortController()
  const keeper = keepRow(db, id, meter, {
    until: keeping.signal,
    stop: (why) => stopping.abort(why),
  })
  const stopKeeping = () => {
    keeping.abort()
    return keeper
  }
  try {
    const outcome = await importMessages(db, { ...input, meter, signal })
    await stopKeeping()
    await end(db, id, {
      status: 'succeeded',
      counts: JSON.stringify({ counts: outcome.counts } satisfies Partial<ImportState>),
      rejected_path: outcome.rejectedPath,
    })
    return outcome
  } catch (error) {
    await stopKeeping()
    const isCancelled = stopping.signal.reason instanceof ImportCancelled
    const rejected = await stat(input.rejectedPath).catch(() => null)
    await end(db, id, {
      status: isCancelled ? 'cancelled' : isRetried && !isDomainError(error) ? 'queued' : 'failed',
      error: isCancelled ? null : failureReason(error),
      rejected_path: rejected ? input.rejectedPath : null,
    })
    throw isCancelled ? new ImportCancelled() : error
  }
}

const failureReason = (error: unknown): string =>
  isDomainError(error) ? error.message : 'The import stopped because of an unexpected error. See the server log.'

async function begin(db: Db, id: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    const now = new Date()
    await trx
      .updateTable('import')
      .set({ status: 'running', started_at: now, progress_at: now, error: null })
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'imports', id })
  })
}

interface Ending {
  status: 'succeeded' | 'failed' | 'cancelled' | 'queued'
  counts?: string
  error?: string | null
  rejected_path: string | null
}

async function end(db: Db, id: string, ending: Ending): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .updateTable('import')
      .set({ ...ending, finished_at: ending.status === 'queued' ? null : new Date() })
      .where('id', '=', id)
      .execute()
    await publishChange(trx, { topic: 'imports', id })
  })
}

/** Writes progress to the row until told to end, and looks whether somebody wants the import to stop. */
async function keepRow(
  db: Db,
  id: string,
  meter: ProgressMeter,
  options: { until: AbortSignal; stop: (why: Error) => void },
): Promise<void> {
  for (;;) {
    await delay(SAVE_EVERY_MS, undefined, { signal: options.until }).catch(() => undefined)
    if (options.until.aborted) return
    // A database that is away for a moment is the import's to notice, not this one's.
    const isCancelled = await saveProgress(db, id, meter).catch((error: unknown) => {
      if (error instanceof JobLeaseLost) options.stop(error)
      log.warn({ err: error, importId: id }, "could not save an import's progress")
      return false
    })
    if (isCancelled) options.stop(new ImportCancelled())
  }
}

async function saveProgress(db: Db, id: string, meter: ProgressMeter): Promise<boolean> {
  const state: ImportState = meter.read()
  return inTransaction(db, async (trx) => {
    const row = await trx
      .updateTable('import')
      .set({
        counts: JSON.stringify(state),
        progress_at: new Date(),
        ...(state.progress?.phase === 'reading'
          ? { bytes_done: state.progress.done, bytes_total: state.progress.total }
          : {}),
      })
      .where('id', '=', id)
      .returning('cancel_requested_at')
      .executeTakeFirst()
    await publishChange(trx, { topic: 'imports', id })
    return row?.cancel_requested_at != null
  })
}
