import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, DomainError, isDomainError, notFound } from '@/lib/core/errors'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { countLiveWorkers } from '../queries/live-workers'
import { findRunningRun } from '../queries/runs'
import { toSchedule } from '../rules/schedule'
import { slotAt } from '../rules/slots'
import { collectSourceTask } from '../tasks'
import { type ClaimedRun, closeLostRun, leaseEnd } from './claim-slot'

const DAY_SECONDS = 86_400
const NO_WORKER = 'worker.none'
const WORKER_WAIT_MS = 5_000
const WORKER_LOOK_MS = 250

/**
 * Asks for a collection now: the run is there at once, and a worker carries it out.
 * @returns the run's id
 * @throws DomainError `source.not_found`; `run.already_running` (conflict) with `run: {id, startedAt, by}` of the one in
 *   progress; `worker.none` (unavailable) where no worker is alive to carry it out
 */
export async function startManualRun(db: Db, actor: Actor, input: { sourceId: string }): Promise<number> {
  requirePermission(actor, 'collections:write')
  const until = performance.now() + WORKER_WAIT_MS
  for (;;) {
    try {
      return await enqueueRun(db, actor, input.sourceId)
    } catch (error) {
      // A worker that is being restarted is back within seconds, and worth waiting for.
      if (!isDomainError(error) || error.code !== NO_WORKER || performance.now() > until) throw error
      await delay(WORKER_LOOK_MS)
    }
  }
}

async function enqueueRun(db: Db, actor: Actor, sourceId: string): Promise<number> {
  return inTransaction(db, async (trx) => {
    const run = await insertManualRun(trx, actor, sourceId, null)
    if ((await countLiveWorkers(trx)) === 0) {
      const message = 'No worker is running, so nothing was started. Start a worker and try again.'
      throw new DomainError('unavailable', NO_WORKER, message, { retryAfterSeconds: 30 })
    }
    await enqueue(trx, collectSourceTask, { runId: run.id })
    await recordStart(trx, actor, run)
    return run.id
  })
}

/** The same for a caller that carries the run out itself, because no worker is there. */
export async function startInlineRun(
  db: Db,
  actor: Actor,
  input: { sourceId: string; workerId: string },
): Promise<ClaimedRun> {
  requirePermission(actor, 'collections:write')
  return inTransaction(db, async (trx) => {
    const run = await insertManualRun(trx, actor, input.sourceId, input.workerId)
    await recordStart(trx, actor, run)
    return run
  })
}

/** Takes up a run that was asked for; null where it has ended, or another worker holds it (`isHeld`). */
export async function claimManualRun(
  db: Db,
  { runId, workerId, leaseMs }: { runId: number; workerId: string; leaseMs?: number },
): Promise<{ run: ClaimedRun | null; isHeld: boolean }> {
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('collection_run')
      .select((eb) => [
        'source_id',
        'attempt',
        'worker_id',
        'interval_seconds',
        eb('lease_until', '<', sql<Date>`clock_timestamp()`).as('is_lease_over'),
      ])
      .where('id', '=', runId)
      .where('status', '=', 'running')
      .forUpdate()
      .executeTakeFirst()
    if (!row) return { run: null, isHeld: false }
    if (row.worker_id !== null && !row.is_lease_over) return { run: null, isHeld: true }
    const { attempt, started_at } = await trx
      .updateTable('collection_run')
      .set({
        worker_id: workerId,
        attempt: row.worker_id === null ? row.attempt : row.attempt + 1,
        started_at: sql<Date>`date_trunc('milliseconds', clock_timestamp())`,
        lease_until: leaseEnd(leaseMs),
        progress: null,
      })
      .where('id', '=', runId)
      .returning(['attempt', 'started_at'])
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'runs', id: runId })
    const run: ClaimedRun = {
      id: runId,
      sourceId: row.source_id,
      workerId,
      attempt,
      trigger: 'manual',
      slot: null,
      at: started_at,
      intervalSeconds: row.interval_seconds,
      claimedAt: started_at,
    }
    return { run, isHeld: false }
  })
}

async function insertManualRun(trx: Trx, actor: Actor, sourceId: string, workerId: string | null): Promise<ClaimedRun> {
  // Its lock puts requests of the same moment in order, so that each but the first finds the run of the first.
  const source = await trx
    .selectFrom('source')
    .selectAll()
    .select(sql<Date>`date_trunc('milliseconds', clock_timestamp())`.as('now'))
    .where('id', '=', sourceId)
    .where('deleted_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!source) throw notFound('source', sourceId)
  await refuseSecondRun(trx, sourceId)
  const { zone } = await getSettings(trx)
  const intervalSeconds = slotAt(toSchedule(source, zone), source.now)?.seconds ?? DAY_SECONDS
  const { id } = await trx
    .insertInto('collection_run')
    .values({
      source_id: sourceId,
      trigger: 'manual',
      started_by: actorRef(actor),
      status: 'running',
      interval_seconds: intervalSeconds,
      worker_id: workerId,
      started_at: source.now,
      lease_until: leaseEnd(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return {
    id,
    sourceId,
    workerId: workerId ?? '',
    attempt: 1,
    trigger: 'manual',
    slot: null,
    at: source.now,
    intervalSeconds,
    claimedAt: source.now,
  }
}

async function refuseSecondRun(trx: Trx, sourceId: string): Promise<void> {
  const running = await findRunningRun(trx, sourceId)
  if (!running) return
  if (running.isSilent) return closeLostRun(trx, Number(running.id))
  throw conflict('run.already_running', 'This source is already being collected.', {
    run: { id: running.id, startedAt: running.startedAt, by: running.by },
  })
}

async function recordStart(trx: Trx, actor: Actor, run: ClaimedRun): Promise<void> {
  await publishChange(trx, { topic: 'runs', id: run.id })
  await recordAudit(trx, actor, {
    action: 'collection.started',
    targetKind: 'source',
    target: run.sourceId,
    detail: { runId: run.id },
  })
}
