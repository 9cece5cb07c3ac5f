import type { CronItem } from 'graphile-worker'
import { collectSourceTask } from '@/lib/collection/tasks'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { job } from '@/lib/domain'
import { DOMAINS } from '@/lib/domains'
import { collectSource } from './collect-source'
import type { TaskEntry } from './job-runner'
import type { Scheduler } from './scheduler'

/** What the one handler needs that works beside the scheduled runs. */
export interface WorkerParts {
  scheduler: Scheduler
  workerId: string
}

const JOBS = DOMAINS.flatMap(({ jobs = [] }) => jobs)

/** Durable jobs that any process may carry out, the command line too where no worker is running. */
export const COMMON_TASKS: readonly TaskEntry[] = JOBS.filter(({ pool }) => pool === 'common')

/**
 * Calls to other people's systems, which may hang. They run apart from everything else, so that a receiver that is silent
 * holds up no roll-up.
 */
export const OUTBOUND_TASKS: readonly TaskEntry[] = JOBS.filter(({ pool }) => pool === 'outbound')

/** Every durable job but the outbound ones, and who carries it out. Collecting alone needs the worker's scheduler. */
export const listTasks = ({ scheduler, workerId }: WorkerParts): TaskEntry[] => [
  job(collectSourceTask, async () => collectSource(scheduler, workerId)),
  ...COMMON_TASKS,
]

/** Upkeep by the clock (UTC); graphile-worker sees to it that each comes once, however many workers run. */
export const MAINTENANCE_SCHEDULE: readonly CronItem[] = JOBS.flatMap(({ task, at, catchUpMs }) =>
  at ? [{ task: task.name, match: at, ...(catchUpMs ? { options: { backfillPeriod: catchUpMs } } : {}) }] : [],
)

/** What a worker asks for when it starts. */
export async function enqueueMaintenance(db: Db): Promise<void> {
  const asked = JOBS.filter(({ isRequestedAtStart }) => isRequestedAtStart)
  await inTransaction(db, async (trx) => {
    for (const { task } of asked) await enqueue(trx, task, {}, { key: task.name })
  })
}
