import type { z } from 'zod'
import type { Db } from '../db/types'
import type { Log } from '../log'
import type { Task } from './contract'

export interface TaskContext {
  /** Its transactions commit only while the job is this worker's: whoever was taken for dead throws JobLeaseLost instead. */
  db: Db
  /** Aborted when the worker shuts down or the job is cancelled; a handler stops at its next safe point. */
  signal: AbortSignal
  log: Log
  /** graphile-worker's id of the job. */
  jobId: string
}

/** What a file of lib/<domain>/jobs exports as `handler`. It is idempotent: a killed worker's job runs again from the start. */
export type TaskHandler<T extends Task> = (payload: z.output<T['payload']>, context: TaskContext) => Promise<void>
