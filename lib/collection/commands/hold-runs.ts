import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import type { RunProgress } from '../schema'
import { type ClaimedRun, closeLostRun, leaseEnd } from './claim-slot'

/** A run that somebody asked for waits this much longer than its lease for a worker to take its job up again. */
const ABANDONED_AFTER_MS = 30_000

/** Prolongs the leases of runs that a worker carries out, and answers which of them it holds no more. */
export async function renewLeases(db: Db, runs: readonly ClaimedRun[], leaseMs?: number): Promise<ClaimedRun[]> {
  if (runs.length === 0) return []
  const { rows } = await sql<{ id: number }>`
    update collection_run as run set lease_until = ${leaseEnd(leaseMs)}
    from unnest(
      ${runs.map((run) => run.id)}::bigint[], ${runs.map((run) => run.attempt)}::int[],
      ${runs.map((run) => run.workerId)}::uuid[]
    ) as held (id, attempt, worker_id)
    where run.id = held.id and run.attempt = held.attempt and run.worker_id = held.worker_id and run.status = 'running'
    returning run.id`.execute(db)
  const renewed = new Set(rows.map((row) => row.id))
  return runs.filter((run) => !renewed.has(run.id))
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
