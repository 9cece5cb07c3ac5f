import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { SILENT_AFTER_SECONDS } from '../schema'

const SILENT_AFTER_MS = SILENT_AFTER_SECONDS * 1_000

export interface WorkerIdentity {
  id: string
  host: string
  pid: number
  version: string
}

/** Makes a worker known, with the ids under which it holds jobs already: it may die before its first beat. */
export async function registerWorker(
  db: Db,
  worker: WorkerIdentity,
  jobRunnerIds: readonly string[] = [],
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx
      .insertInto('worker')
      .values({ ...worker, job_runner_ids: [...jobRunnerIds] })
      .execute()
    await publishChange(trx, { topic: 'health' })
  })
}

/**
 * A worker's sign of life, with the ids under which its job runner holds jobs. Answers the database's time, or null where
 * the worker was taken for dead meanwhile: then its jobs and runs are others' already.
 */
export async function beat(db: Db, workerId: string, jobRunnerIds: readonly string[]): Promise<Date | null> {
  const { rows } = await sql<{ heartbeat_at: Date }>`
    update worker set heartbeat_at = clock_timestamp(), job_runner_ids = ${[...jobRunnerIds]}::text[]
    where id = ${workerId} returning heartbeat_at`.execute(db)
  return rows[0]?.heartbeat_at ?? null
}

/**
 * Frees what silent workers hold: graphile-worker itself would wait for hours. An attempt that died with its worker stays
 * counted, so that a job which kills its worker ends among the failed and not in a circle. Only a worker whose own beat
 * is fresh may judge: after a standstill all are silent alike. Answers how many were silent.
 */
export async function releaseSilentWorkers(db: Db, workerId: string, silentAfterMs = SILENT_AFTER_MS): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ job_runner_ids: string[] }>`
      delete from worker where id in (
        select id from worker where heartbeat_at < clock_timestamp() - ${silentAfterMs} * interval '1 millisecond'
          and exists (
            select from worker as judge where judge.id = ${workerId}
              and judge.heartbeat_at > clock_timestamp() - ${silentAfterMs} * interval '0.5 millisecond'
          )
        for update skip locked
      ) returning job_runner_ids`.execute(trx)
    const ids = rows.flatMap((row) => row.job_runner_ids)
    if (ids.length > 0) await sql`select graphile_worker.force_unlock_workers(${ids}::text[])`.execute(trx)
    if (rows.length > 0) await publishChange(trx, { topic: 'health' })
    return rows.length
  })
}

/** A worker that leaves in good order takes its row with it. */
export async function unregisterWorker(db: Db, workerId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom('worker').where('id', '=', workerId).execute()
    await publishChange(trx, { topic: 'health' })
  })
}
