import { runOnce } from 'graphile-worker'
import { poolOf } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import type { Log } from '@/lib/core/log'
import { toLogger, toTaskList } from './job-runner'
import { COMMON_TASKS } from './tasks'

/** Carries out the jobs that are due in this process and returns when none is left: for commands where no worker runs. */
export async function runPendingJobs(db: Db, log: Log, signal: AbortSignal): Promise<void> {
  await runOnce({
    pgPool: poolOf(db),
    concurrency: 1,
    noHandleSignals: true,
    taskList: toTaskList(COMMON_TASKS, { db, log, signal, handedBack: [] }),
    logger: toLogger(log),
  })
}
