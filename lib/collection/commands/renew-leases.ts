import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { RunProgress } from '../schema'
import { type ClaimedRun, closeLostRun, leaseEnd } from './claim-slot'

/** A run that somebody asked for waits this much longer than its lease for a worker to take its job up again. */
const ABANDONED_AFTER_MS = 30_000

/**
 * Prolongs the leases of runs that a worker carries out, and answers which of them it holds no more. A row that is locked is
 * passed over: it is being finished, maybe behind a long roll-up, and waiting for it would let the worker seem silent.
 */
export async function renewLeases(db: Db, runs: readonly ClaimedRun[], leaseMs?: number): Promise<ClaimedRun[]> {
  if (runs.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    with held as materialized (
      select run.id from collection_run as run join unnest(
        ${runs.map((run) => run.id)}::bigint[], ${runs.map((run) => run.attempt)}::int[],
        ${runs.map((run) => run.workerId)}::uuid[]
      ) as wanted (id, attempt, worker_id)
        on run.id = wanted.id and run.attempt = wanted.attempt and run.worker_id = wanted.worker_id
      where run.status in ('running', 'succeeded', 'partial')
    ),
    free as (
      select run.id from collection_run as run join held using (id) where run.status = 'running'
      for update of run skip locked
    ),
    renewed as (
      update collection_run as run set lease_until = ${leaseEnd(leaseMs)} from free where run.id = free.id
    )
    select id from held`.execute(db)
  const held = new Set(rows.map((row) => row.id))
  return runs.filter((run) => !held.has(run.id))
}

/** Shows how far a run has come to whoever watches it. */
export async function reportProgress(db: Db, run: ClaimedRun, progress: RunProgress): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`
      update collection_run set progress = ${JSON.stringify(progress)}::jsonb
      where id = ${run.id} and attempt = ${run.attempt} and worker_id = ${run.workerId} and status = 'running'`.execute(
      trx,
    )
    await publishChange(trx, { topic: 'runs', id: run.id })
  })
}

/**
 * Closes the runs that no worker will take up again: those asked for by somebody whose worker is gone, and those whose
 * interval is over (within it, the next worker that looks at the slot takes them over). Answers how many.
 */
export async function closeAbandonedRuns(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: number }>`
      select id from collection_run
      where status = 'running' and lease_until < clock_timestamp() - ${ABANDONED_AFTER_MS} * interval '1 millisecond'
        and (slot is null or slot + interval_seconds * interval '1 second' < clock_timestamp())
      order by id for update skip locked`.execute(trx)
    for (const row of rows) await closeLostRun(trx, row.id)
    return rows.length
  })
}
