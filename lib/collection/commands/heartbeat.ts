import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { WORKER_LOST_AFTER_SECONDS } from '../schema'

const SILENT_AFTER_MS = WORKER_LOST_AFTER_SECONDS * 1_000
/** So long a beat waits for the locks of a silent worker. */
const RELEASE_WAIT_MS = 500
const LOCK_NOT_AVAILABLE = '55P03'

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
export async function recordHeartbeat(db: Db, workerId: string, jobRunnerIds: readonly string[]): Promise<Date | null> {
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
export async function releaseLostWorkers(db: Db, workerId: string, silentAfterMs = SILENT_AFTER_MS): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select id from worker where ${isSilent(workerId, silentAfterMs)} order by id`.execute(db)
  let released = 0
  for (const { id } of rows) if (await releaseWorker(db, id, isSilent(workerId, silentAfterMs))) released += 1
  return released
}

const isSilent = (judgeId: string, silentAfterMs: number) => sql`
  heartbeat_at < clock_timestamp() - ${silentAfterMs} * interval '1 millisecond' and exists (
    select from worker as judge where judge.id = ${judgeId}
      and judge.heartbeat_at > clock_timestamp() - ${silentAfterMs} * interval '0.5 millisecond'
  )`

/** One that is frozen in the middle of committing a job keeps the row of that job locked: it is released at a later beat. */
async function releaseWorker(db: Db, id: string, isStillSilent: RawBuilder<unknown>): Promise<boolean> {
  try {
    return await inTransaction(db, async (trx) => {
      await sql`set local lock_timeout = ${sql.lit(RELEASE_WAIT_MS)}`.execute(trx)
      const { rows } = await sql<{ job_runner_ids: string[] }>`
        delete from worker where id in (
          select id from worker where id = ${id} and ${isStillSilent} for update skip locked
        ) returning job_runner_ids`.execute(trx)
      const [gone] = rows
      if (!gone) return false
      await sql`select graphile_worker.force_unlock_workers(${gone.job_runner_ids}::text[])`.execute(trx)
      await publishChange(trx, { topic: 'health' })
      return true
    })
  } catch (error) {
    if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return false
    throw error
  }
}

/** A worker that leaves in good order takes its row with it. */
export async function unregisterWorker(db: Db, workerId: string): Promise<void> {
  await inTransaction(db, async (trx) => {
    await trx.deleteFrom('worker').where('id', '=', workerId).execute()
    await publishChange(trx, { topic: 'health' })
  })
}
