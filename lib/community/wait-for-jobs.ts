import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { countLiveWorkers } from '@/lib/collection/queries/live-workers'
import { runPendingJobs } from '@/lib/core/cli/runtime'
import type { Db } from '@/lib/core/db/types'
import { log } from '@/lib/core/log'
import { recountDaysTask, rollUpTask } from '@/lib/metrics/tasks'

const LOOK_MS = 250

/**
 * Waits until a job is done and the figures stand that it has touched. Where no worker is alive this process does the jobs
 * itself, so that the wait has an end.
 * @throws where the job was given up
 */
export async function waitForJob(db: Db, key: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const { isWaiting, isGivenUp } = await look(db, key)
    if (isGivenUp)
      throw new Error('The backfill failed permanently. See the log of the worker, then run guildhall backfill.')
    if (!isWaiting) return
    if ((await countLiveWorkers(db)) === 0) await runPendingJobs(db, log, signal)
    else await delay(LOOK_MS, undefined, { signal })
  }
}

async function look(db: Db, key: string): Promise<{ isWaiting: boolean; isGivenUp: boolean }> {
  const { rows } = await sql<{ is_waiting: boolean; is_given_up: boolean }>`
    select coalesce(bool_or(true), false) as is_waiting,
      coalesce(bool_or(key = ${key} and attempts >= max_attempts and locked_at is null), false) as is_given_up
    from graphile_worker.jobs
    where (key = ${key} or task_identifier = any(${[rollUpTask.name, recountDaysTask.name]}::text[])) and run_at <= now()`.execute(
    db,
  )
  return { isWaiting: rows[0]?.is_waiting ?? false, isGivenUp: rows[0]?.is_given_up ?? false }
}
