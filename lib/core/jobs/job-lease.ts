import { type RawBuilder, sql } from 'kysely'
import type { Db, Trx } from '../db/types'

/**
 * One worker's hold on a job, as a fencing token: graphile-worker writes both anew whenever somebody takes the job, and
 * force_unlock_workers empties them. Not the attempts, which change under the holder when a job of the same key is added.
 */
export interface JobLease {
  jobId: string
  lockedBy: string
  /** In the milliseconds of a JavaScript date. */
  lockedAt: Date
}

/** This worker was silent, others have its job now, and nothing that it would commit for it counts. */
export class JobLeaseLost extends Error {
  override readonly name = 'JobLost'
  constructor({ jobId }: JobLease) {
    super(`job ${jobId} was given to another worker`)
  }
}

/**
 * Refuses to go on where the job is not this worker's any more. The row stays locked until the transaction ends, so that nobody
 * takes the job between this check and the commit: call it last.
 * @throws JobLeaseLost
 */
export async function requireJobLease(trx: Trx, hold: JobLease): Promise<void> {
  if (!(await find(trx, hold, sql`for share`))) throw new JobLeaseLost(hold)
}

/** Whether the job is still this worker's, at this moment. */
export const hasJobLease = (db: Db, hold: JobLease): Promise<boolean> => find(db, hold, sql``)

async function find(db: Db, { jobId, lockedBy, lockedAt }: JobLease, lock: RawBuilder<unknown>): Promise<boolean> {
  // The database counts microseconds; nobody takes the same job twice within two milliseconds.
  const { rows } = await sql`
    select from graphile_worker._private_jobs where id = ${jobId}::bigint and locked_by = ${lockedBy}
      and locked_at between ${lockedAt}::timestamptz - interval '2 milliseconds' and ${lockedAt}::timestamptz + interval '2 milliseconds'
    ${lock}`.execute(db)
  return rows.length > 0
}
