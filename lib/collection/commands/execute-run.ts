import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { z } from 'zod'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import type { Log } from '@/lib/core/log'
import { type Collected, collectReadings } from '../collect-readings'
import type { CollectorKind } from '../kinds/kind'
import { findKindOfSource } from '../kinds/registry'
import { hasStartedLate } from '../rules/read-timing'
import type { CheckedReading } from '../rules/readings'
import { decryptSecrets } from '../secrets'
import type { ClaimedRun } from './claim-slot'
import { finishRun, type RunOutcome, releaseRun } from './finish-run'
import { reportProgress } from './renew-leases'

const PROGRESS_EVERY_MS = 400
const RETRY_FIRST_MS = 250
const RETRY_LONGEST_MS = 5_000

export interface ExecuteOptions {
  /** Aborted when the worker leaves or has lost the run. */
  signal: AbortSignal
  log: Log
  /** The kinds to read with; those of the registry. */
  findKind?: (name: string) => CollectorKind
}

/**
 * - `finished`: samples and outcome are committed.
 * - `lost`: another worker holds the run now; nothing was written.
 * - `released`: given back to be taken over, because this worker leaves, the database was gone while it collected, or this
 *   worker stood still before it began to read.
 */
export type Execution = 'finished' | 'lost' | 'released'

/** Carries a claimed run out: reads its source and commits what it gave. Never throws but for what is wrong in our own code. */
export async function executeRun(db: Db, run: ClaimedRun, options: ExecuteOptions): Promise<Execution> {
  const collected = await collect(db, run, options)
  if (options.signal.aborted || isDatabaseUnavailable(collected.cause) || collected.cause instanceof StartedLate) {
    await untilDone(() => releaseRun(db, run), options)
    return 'released'
  }
  const isHeld = await untilDone(
    () => finishRun(db, run, collected),
    options,
    (refusal) => finishRun(db, run, { readings: [], errors: [{ metric: null, message: refusalOf(refusal) }] }),
  )
  return isHeld === undefined ? 'released' : isHeld ? 'finished' : 'lost'
}

/** What it would read is of another instant than the run: who takes it over has an instant of its own. */
class StartedLate extends Error {}

const refusalOf = (error: unknown): string =>
  `The readings could not be stored.${isDomainError(error) ? ` ${error.message}` : ''}`

async function collect(
  db: Db,
  run: ClaimedRun,
  { signal, log, findKind }: ExecuteOptions,
): Promise<Pick<Collected, 'cause'> & RunOutcome> {
  const progress = watchProgress(db, run, log)
  try {
    const source = await db
      .selectFrom('source')
      .selectAll()
      .select(sql<Date>`clock_timestamp()`.as('now'))
      .where('id', '=', run.sourceId)
      .executeTakeFirstOrThrow()
    if (hasStartedLate(run.claimedAt, source.now)) throw new StartedLate('the run started to read too late')
    const kind = (findKind ?? findKindOfSource)(source.kind)
    progress.expect(kind.metrics.length)
    const context = {
      db,
      slot: run.slot,
      at: run.at,
      intervalSeconds: run.intervalSeconds,
      timeoutMs: source.timeout_seconds * 1_000,
      config: kind.configSchema.parse(source.config),
      secrets: kind.secretSchema?.parse(decryptSecrets(source.secrets)),
      signal,
      log,
    }
    const { timeoutMs } = context
    const { isTimedOut, ...collected } = await collectReadings(kind, context, { timeoutMs, onReading: progress.note })
    return { ...collected, read: { begunAt: source.now, endedAtMs: performance.now(), timeoutMs, isTimedOut } }
  } catch (cause) {
    const message =
      cause instanceof z.ZodError
        ? `The configuration is not valid: ${z.prettifyError(cause)}`
        : (cause as Error).message
    return { readings: [], errors: [{ metric: null, message }], cause }
  } finally {
    await progress.end()
  }
}

/** Writes the progress of a run that takes long enough for somebody to see it, one write at a time. */
function watchProgress(db: Db, run: ClaimedRun, log: Log) {
  let total = 0
  let lastAt = performance.now()
  let writing: Promise<void> | undefined
  const seen = new Set<string>()
  return {
    expect: (metrics: number) => {
      total = metrics
    },
    note: ({ metric }: CheckedReading) => {
      seen.add(metric)
      if (writing || performance.now() - lastAt < PROGRESS_EVERY_MS) return
      lastAt = performance.now()
      writing = reportProgress(db, run, { done: seen.size, total: Math.max(total, seen.size), metric })
        .catch((error: unknown) => log.warn({ err: error, run: run.id }, 'could not save the progress of a run'))
        .finally(() => {
          writing = undefined
        })
    },
    end: async () => {
      await writing
    },
  }
}

/**
 * Tries until the database is there again: what was measured is true however long it waits, and if another worker has taken
 * the run over meanwhile, that is found out then. Undefined where this worker has to leave first.
 */
async function untilDone<T>(
  work: () => Promise<T>,
  { signal, log }: ExecuteOptions,
  onRefused?: (refusal: unknown) => Promise<T>,
): Promise<T | undefined> {
  for (let pause = RETRY_FIRST_MS; ; pause = Math.min(pause * 2, RETRY_LONGEST_MS)) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        log.error({ err: error }, 'the database refused the outcome of a run')
        if (!onRefused) return undefined
        return untilDone(() => onRefused(error), { signal, log })
      }
      if (signal.aborted) return undefined
      await delay(pause, undefined, { signal }).catch(() => undefined)
    }
  }
}
