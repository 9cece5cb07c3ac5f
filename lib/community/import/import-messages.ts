import { randomUUID } from 'node:crypto'
import { withSession } from '@/lib/core/db/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { backfillTask } from '@/lib/metrics/tasks'
import { getSettings } from '@/lib/settings/queries'
import { ensureOrigin, findOrigin } from '../entities'
import { IMPORTERS } from '../importers/registry'
import { textRetentionStart } from '../rules'
import type { ImportCounts, ImportKind } from '../schema'
import { countMerge, mergeLatestRows } from './merge'
import type { ProgressMeter } from './progress'
import { openRejectedFile } from './rejected-file'
import { resolveNames } from './resolve'
import { keepLatestRows, stageRows } from './stage'

export interface ImportMessages {
  kind: ImportKind
  /** A file or folder, `-` is stdin. */
  path: string
  /** Name of the origin. */
  source: string
  rejectedPath: string
  isDryRun: boolean
  withBackfill: boolean
  now: Date
  signal: AbortSignal
  meter: ProgressMeter
  /** Messages of one transaction; tests make it small. */
  batchMessages?: number
  /** Told the names of columns that mean nothing to Guildhall. */
  onIgnored?: (columns: readonly string[]) => void
}

export interface ImportOutcome {
  counts: ImportCounts
  rejectedPath: string | null
  /** Key of the job that computes the days touched; null where there are none, or it was not asked for. */
  backfillKey: string | null
}

/** So late a backfill begins when the import that asked for it doesn't come to its end; else at the end. */
const BACKFILL_DELAY_MS = 60_000

/**
 * Reads a file into the mirror. All lines are staged first, so that the last one of each message decides, whatever the size;
 * then they are merged a batch at a time. Killed at any moment and run again it ends as if it had run once.
 * @throws DomainError `import.unreadable`, `import.bad_header`, `import.no_streams`, `origin.bad_name` (invalid)
 */
export async function importMessages(db: Db, input: ImportMessages): Promise<ImportOutcome> {
  const { path, now, signal, meter, isDryRun } = input
  const opened = await IMPORTERS[input.kind]({ path, now, signal })
  if (opened.ignored.length > 0) input.onIgnored?.(opened.ignored)
  const rejected = await openRejectedFile(input.rejectedPath)
  const backfill = createBackfill(input.withBackfill && !isDryRun)
  meter.begin('reading', opened.bytesTotal)
  const counts = await withSession(db, signal, async (session) => {
    const staged = await stageRows(session, opened.batches, {
      signal,
      onBatch: async ({ lines, rejected: bad }, badLines) => {
        meter.advance(opened.bytesDone(), lines, { lines, rejected: bad })
        await rejected.write(badLines)
      },
    })
    meter.begin('sorting', null)
    const messages = await keepLatestRows(session)
    const superseded = staged.lines - staged.rejected - messages
    meter.begin('merging', messages, { ...staged, messages, superseded })
    const { messageTextDays } = await getSettings(session.db)
    const options = { messages, stated: opened.stated, textSince: textRetentionStart(messageTextDays, now) }
    const originId = isDryRun
      ? await findOrigin(session.db, input.source)
      : await inTransaction(session.db, (trx) => ensureOrigin(trx, input.source))
    if (isDryRun || originId === undefined)
      return { ...staged, messages, superseded, ...(await countMerge(session, { ...options, originId })) }
    await resolveNames(session, originId)
    const merged = await mergeLatestRows(session, {
      ...options,
      originId,
      signal,
      batchMessages: input.batchMessages,
      onBatch: backfill.extend,
      onProgress: (done, sum) => meter.advance(done, done, sum),
    })
    return { ...staged, messages, superseded, ...merged }
  }).finally(() => rejected.close())
  return { counts, rejectedPath: await rejected.close(), backfillKey: await backfill.start(db) }
}

/**
 * The backfill of the days that an import touches. It is asked for within the transaction of each batch, a minute ahead,
 * so that neither can be there without the other; the end of the import makes it due.
 */
function createBackfill(isWanted: boolean) {
  const key = `backfill:${randomUUID()}`
  let span: { from: Date; to: Date } | null = null
  const ask = (trx: Trx, runAt: Date) =>
    span &&
    enqueue(
      trx,
      backfillTask,
      { from: span.from.toISOString(), to: new Date(span.to.getTime() + 1).toISOString() },
      { key, runAt },
    )
  return {
    async extend(trx: Trx, batch: { from: Date; to: Date }): Promise<void> {
      if (!isWanted) return
      span = {
        from: span && span.from < batch.from ? span.from : batch.from,
        to: span && span.to > batch.to ? span.to : batch.to,
      }
      await ask(trx, new Date(Date.now() + BACKFILL_DELAY_MS))
    },
    async start(db: Db): Promise<string | null> {
      if (!span) return null
      await inTransaction(db, async (trx) => ask(trx, new Date()))
      return key
    },
  }
}
