import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import {
  type CronItem,
  type Job,
  Logger,
  parseCronItems,
  type Runner,
  run,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { createPool } from '@/lib/core/db/client'
import { withCommitCheck } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Task } from '@/lib/core/jobs/contract'
import type { TaskHandler } from '@/lib/core/jobs/handler'
import { hasJobLease, type JobLease, JobLeaseLost, requireJobLease } from '@/lib/core/jobs/job-lease'
import type { Log } from '@/lib/core/log'

const CONCURRENCY = 4
const POLL_MS = 1_000
const RESTART_MS = 1_000
/** What a job gets to reach its next safe point when the worker leaves; after it the job is taken from it. */
const HAND_BACK_MS = 4_000
const END_MS = 1_000

/** A task and the function that carries it out, which is loaded with the first job. */
export interface TaskEntry {
  task: Task
  load: () => Promise<TaskHandler<Task>>
}

export interface JobRunnerOptions {
  db: Db
  connectionString: string
  tasks: readonly TaskEntry[]
  cron?: readonly CronItem[]
  /** Jobs that run at once. Default 4. */
  concurrency?: number
  log: Log
}

export interface JobRunner {
  /** The ids under which this process holds jobs. */
  ids(): string[]
  /** Lets go of everything and starts anew, because others took this worker for dead. */
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Round {
  runner: Runner
  pool: Pool
  abort: AbortController
  id: string
  /** Jobs that stopped because they were told to, with the attempts that they had been begun for. */
  handedBack: { id: string; attempts: number }[]
}

/**
 * Carries out durable jobs. graphile-worker gives up when it can't say that a job is done, as in an outage of the database;
 * then this starts it anew, and frees what the one before it held.
 */
export async function startJobRunner(options: JobRunnerOptions): Promise<JobRunner> {
  const { db, log } = options
  let isStopped = false
  let round: Round | undefined
  let lastId: string | undefined
  const firstTry = Promise.withResolvers<void>()

  const keepRunning = async (): Promise<void> => {
    while (!isStopped) {
      try {
        if (lastId) await sql`select graphile_worker.force_unlock_workers(${[lastId]}::text[])`.execute(db)
        lastId = undefined
        round = await startRound(options)
        lastId = round.id
        firstTry.resolve()
        await round.runner.promise
      } catch (error) {
        if (!isStopped) log.warn({ err: error }, 'the job runner stopped and restarts')
      }
      firstTry.resolve()
      await round?.pool.end().catch(() => undefined)
      round = undefined
      if (!isStopped) await delay(RESTART_MS)
    }
  }

  const endRound = async (): Promise<void> => {
    const ending = round
    if (!ending) return
    ending.abort.abort()
    const stopped = ending.runner.stop().catch(() => undefined)
    await Promise.race([stopped, delay(HAND_BACK_MS)])
    await sql`select graphile_worker.force_unlock_workers(${[ending.id]}::text[])`.execute(db)
    for (const job of ending.handedBack) await refundAttempt(db, job)
  }

  const running = keepRunning()
  // Who is registered without the id that it holds jobs under, and then dies, leaves jobs that nobody may release.
  await firstTry.promise
  return {
    ids: () => (lastId ? [lastId] : []),
    restart: endRound,
    async stop() {
      isStopped = true
      await endRound().catch((error: unknown) => log.warn({ err: error }, 'could not release the jobs'))
      await Promise.race([running, delay(END_MS)])
    },
  }
}

/** Has a job begin at once and as if it had not been begun, unless somebody else has begun it since. */
async function refundAttempt(db: Db, { id, attempts }: Round['handedBack'][number]): Promise<void> {
  await sql`
    select refunded.id from graphile_worker._private_jobs as job
    cross join lateral graphile_worker.reschedule_jobs(
      job_ids => array[job.id], run_at => now(), attempts => job.attempts - 1
    ) as refunded
    where job.id = ${id}::bigint and job.attempts = ${attempts}`.execute(db)
}

async function startRound(options: JobRunnerOptions): Promise<Round> {
  const { db, connectionString, tasks, cron = [], concurrency = CONCURRENCY, log } = options
  const pool = createPool(connectionString, concurrency + 2)
  const abort = new AbortController()
  const handedBack: Round['handedBack'] = []
  const events: WorkerEvents = new EventEmitter()
  let id = ''
  events.on('pool:create', ({ workerPool }) => {
    id = workerPool.id
  })
  try {
    const runner = await run({
      pgPool: pool,
      concurrency,
      pollInterval: POLL_MS,
      noHandleSignals: true,
      taskList: toTaskList(tasks, { db, log, signal: abort.signal, handedBack }),
      parsedCronItems: parseCronItems([...cron]),
      events,
      logger: toLogger(log),
      // In batches, though of one: outside of them an answer that can't be written is a rejection that nobody handles.
      preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0, gracefulShutdownAbortTimeout: 0 } },
    })
    return { runner, pool, abort, id, handedBack }
  } catch (error) {
    await pool.end().catch(() => undefined)
    throw error
  }
}

interface RunnerDependencies {
  db: Db
  log: Log
  signal: AbortSignal
  handedBack: Round['handedBack']
}

export function toTaskList(tasks: readonly TaskEntry[], { db, log, signal, handedBack }: RunnerDependencies): TaskList {
  const list: TaskList = {}
  for (const { task, load } of tasks) {
    list[task.name] = async (payload, { job }) => {
      const hold = holdOf(job)
      const own = withCommitCheck(db, (trx) => requireJobLease(trx, hold))
      try {
        const handler = await load()
        await handler(task.payload.parse(payload), { db: own, signal, log, jobId: job.id })
        // What is done is deleted, whoever has it by now, and the queue of whoever has it would stay locked for hours.
        if (!(await hasJobLease(db, hold))) throw new JobLeaseLost(hold)
      } catch (error) {
        if (signal.aborted) handedBack.push({ id: job.id, attempts: job.attempts })
        throw error
      }
    }
  }
  return list
}

function holdOf({ id, locked_by, locked_at }: Job): JobLease {
  if (!locked_by || !locked_at) throw new Error(`no worker holds the job ${id}`)
  return { jobId: id, lockedBy: locked_by, lockedAt: locked_at }
}

/** graphile-worker's words in our log; that a job was done is its own business. */
export const toLogger = (log: Log): Logger =>
  new Logger(() => (level, message, meta) => {
    // A job that fails comes again; what is given up for good shows in the health of the system.
    if (meta?.failure) log.warn(message)
    else if (level === 'error')
      log.error({ error: meta?.error instanceof Error ? meta.error.message : undefined }, message)
    else if (level === 'warning') log.warn(message)
    else log.debug(message)
  })
