import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Trx } from '../db/types'

/** A durable job's name and payload; its handler is `lib/<domain>/jobs/<name>.ts`. */
export interface Task<Schema extends z.ZodType = z.ZodType> {
  /** verb-noun, the file name of the handler. */
  name: string
  payload: Schema
  /** Jobs of one queue run one after another, over all workers. */
  queue?: string
  maxAttempts: number
}

export function defineTask<Schema extends z.ZodType>(
  name: string,
  payload: Schema,
  options: { queue?: string; maxAttempts?: number } = {},
): Task<Schema> {
  return { name, payload, maxAttempts: options.maxAttempts ?? 10, ...(options.queue ? { queue: options.queue } : {}) }
}

export interface EnqueueOptions {
  /** Jobs with the same key collapse into one while it has not started. */
  key?: string
  runAt?: Date
  /** Jobs of one queue run one after another; in place of the task's own queue. */
  queue?: string
  /** What a second job of the same key does to the waiting one; graphile-worker's words. Default `replace`. */
  keyMode?: 'replace' | 'preserve_run_at' | 'unsafe_dedupe'
}

/** Adds a durable job in the transaction of the write that calls for it: both commit or neither. Answers the job's id. */
export async function enqueue<Schema extends z.ZodType>(
  trx: Trx,
  task: Task<Schema>,
  payload: z.input<Schema>,
  options: EnqueueOptions = {},
): Promise<string> {
  const checked = task.payload.parse(payload)
  const runAt: RawBuilder<unknown> = options.runAt ? sql`${options.runAt}::timestamptz` : sql`null`
  const { rows } = await sql<{ id: string }>`
    select id::text from graphile_worker.add_job(
      identifier => ${task.name}, payload => ${JSON.stringify(checked)}::json, queue_name => ${options.queue ?? task.queue ?? null},
      run_at => ${runAt}, max_attempts => ${task.maxAttempts}, job_key => ${options.key ?? null},
      job_key_mode => ${options.keyMode ?? 'replace'})`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error(`graphile-worker did not add the job ${task.name}`)
  return row.id
}

/** One job of several that are added together. */
export interface JobSpec<Schema extends z.ZodType> extends Pick<EnqueueOptions, 'key' | 'queue' | 'runAt'> {
  payload: z.input<Schema>
}

/** The same for many jobs of one task, in one statement. */
export async function enqueueAll<Schema extends z.ZodType>(
  trx: Trx,
  task: Task<Schema>,
  jobs: readonly JobSpec<Schema>[],
): Promise<void> {
  if (jobs.length === 0) return
  const rows = jobs.map(({ payload, key = null, queue = task.queue ?? null, runAt }) => ({
    payload: task.payload.parse(payload),
    key,
    queue,
    run_at: runAt?.toISOString() ?? null,
  }))
  await sql`
    select graphile_worker.add_job(
      identifier => ${task.name}, payload => job.payload, queue_name => job.queue, run_at => job.run_at,
      max_attempts => ${task.maxAttempts}, job_key => job.key)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as job (payload json, key text, queue text, run_at timestamptz)`.execute(trx)
}
