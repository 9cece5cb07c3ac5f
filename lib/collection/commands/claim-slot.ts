import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { decideClaim } from '../rules/claim'
import { scheduleStart } from '../rules/schedule'
import { isOnTime, type MissedSlots, missedSlots, type Schedule, type Slot } from '../rules/slots'
import type { RunTrigger } from '../terms'

/** A worker silent for this long loses what it holds; it renews every LEASE_RENEW_MS. */
export const LEASE_MS = 30_000
export const LEASE_RENEW_MS = 5_000

/** A run that this worker has to carry out. Whoever commits for it must still hold this very attempt. */
export interface ClaimedRun {
  id: number
  sourceId: string
  workerId: string
  attempt: number
  trigger: RunTrigger
  slot: Date | null
  /** The instant that its samples are of: the slot's, or the real one where it started late or was asked for. */
  at: Date
  intervalSeconds: number
  /** When this worker took it, by the database's clock. */
  claimedAt: Date
}

export interface ClaimRequest {
  sourceId: string
  /** Version of the source that the schedule was made from: a source that has changed since is not collected by it. */
  version: number
  schedule: Schedule
  slot: Slot
  now: Date
  workerId: string
  leaseMs?: number
}

/** `stale`: the source was changed, paused or removed, or somebody else decides about it at this moment. */
export type ClaimOutcome = { action: 'claimed'; run: ClaimedRun } | { action: 'wait' | 'settled' | 'stale' }

interface State {
  since: Date
  last_slot: Date | null
  is_slot_taken: boolean
  running_id: number | null
  running_slot: Date | null
  is_lease_over: boolean
}

/**
 * Decides about a due slot, under the lock of its source, so that any number of workers may try at once: records the slots
 * that nobody started as missed, closes a run whose worker fell silent, and starts or takes over the run of this slot
 * where that is right. The unique indexes of collection_run hold the same promises where this should be wrong.
 */
export async function claimSlot(db: Db, request: ClaimRequest): Promise<ClaimOutcome> {
  return inTransaction(db, async (trx) => {
    const state = await lockSource(trx, request)
    if (!state) return { action: 'stale' }
    const { slot } = request
    if (state.running_id !== null && state.is_lease_over && !(await lockSilentRun(trx, state.running_id))) {
      return { action: 'wait' }
    }
    const running = state.running_id === null ? null : { slot: state.running_slot, isLeaseOver: state.is_lease_over }
    const decision = decideClaim({ slot: slot.at, running, isSlotTaken: state.is_slot_taken })
    if (!state.is_slot_taken) await recordMissed(trx, request, state)
    if (state.running_id !== null && decision.isRunLost) await closeLostRun(trx, state.running_id)
    if (decision.action === 'start') return { action: 'claimed', run: await startRun(trx, request) }
    if (decision.action === 'take-over' && state.running_id !== null) {
      return { action: 'claimed', run: await takeOver(trx, state.running_id, request) }
    }
    return { action: decision.action === 'wait' ? 'wait' : 'settled' }
  })
}

async function lockSource(trx: Trx, { sourceId, version, slot, schedule }: ClaimRequest): Promise<State | undefined> {
  // A cron's slots moved when the zone was changed, so those before that instant were never due either.
  const zoneSince = schedule.kind === 'cron' ? sql`(select updated_at from setting where key = 'zone')` : sql`null`
  // In two steps: the second statement must see what was committed by whoever held the lock before.
  const locked = await trx
    .selectFrom('source')
    .select('id')
    .where('id', '=', sourceId)
    .where('version', '=', version)
    .where('deleted_at', 'is', null)
    .where('paused_at', 'is', null)
    .forNoKeyUpdate()
    .skipLocked()
    .executeTakeFirst()
  if (!locked) return undefined
  const { rows } = await sql<State>`
    select greatest(source.schedule_since, ${zoneSince}) as since,
      (select max(run.slot) from collection_run as run where run.source_id = source.id and run.slot is not null) as last_slot,
      exists (
        select from collection_run as run where run.source_id = source.id and run.slot = ${slot.at}
      ) as is_slot_taken,
      running.id as running_id, running.slot as running_slot,
      coalesce(running.lease_until < clock_timestamp(), true) as is_lease_over
    from source left join collection_run as running on running.source_id = source.id and running.status = 'running'
    where source.id = ${sourceId}`.execute(trx)
  return rows[0]
}

/** Whether a run is still there to be decided about: one whose row is locked is being finished, however late, or renewed. */
async function lockSilentRun(trx: Trx, runId: number): Promise<boolean> {
  const { rows } = await sql`
    select id from collection_run
    where id = ${runId} and status = 'running' and coalesce(lease_until < clock_timestamp(), true)
    for update skip locked`.execute(trx)
  return rows.length > 0
}

/** One statement however many there are; the row that stands for several says so. */
async function recordMissed(trx: Trx, { sourceId, schedule, slot }: ClaimRequest, state: State): Promise<void> {
  const since = scheduleStart(schedule, state.since)
  const after = state.last_slot && state.last_slot > since ? state.last_slot : since
  const missed = missedSlots(schedule, after, slot.at)
  if (missed.slots.length === 0) return
  await sql`
    insert into collection_run (source_id, slot, trigger, status, interval_seconds, started_at, finished_at, errors)
    select ${sourceId}, missed.slot, 'schedule', 'missed', missed.seconds, missed.slot, clock_timestamp(), missed.errors
    from unnest(
      ${missed.slots.map((each) => each.at)}::timestamptz[],
      ${missed.slots.map((each) => each.seconds)}::int[],
      ${missed.slots.map((_, index) => JSON.stringify(missedErrors(missed, index)))}::jsonb[]
    ) as missed (slot, seconds, errors)
    on conflict do nothing`.execute(trx)
  await publishChange(trx, { topic: 'runs' })
}

const missedErrors = ({ gathered }: MissedSlots, index: number) =>
  index === 0 && gathered > 1
    ? [{ metric: null, message: `No worker was running. This row represents about ${gathered} slots.` }]
    : [{ metric: null, message: 'No worker started the run before the next slot was due.' }]

/** Marks a run whose worker fell silent as failed: its slot is over, or it was asked for by somebody. */
export async function closeLostRun(trx: Trx, runId: number): Promise<void> {
  const message = 'The worker stopped responding.'
  await sql`
    update collection_run set status = 'failed', finished_at = date_trunc('milliseconds', clock_timestamp()),
      lease_until = null, errors = ${JSON.stringify([{ metric: null, message }])}::jsonb
    where id = ${runId} and status = 'running'`.execute(trx)
  await publishChange(trx, { topic: 'runs', id: runId })
}

async function startRun(trx: Trx, request: ClaimRequest): Promise<ClaimedRun> {
  const { sourceId, slot, now, workerId } = request
  const trigger = isOnTime(slot, now) ? 'schedule' : 'catch-up'
  const { id, claimedAt } = await trx
    .insertInto('collection_run')
    .values({
      source_id: sourceId,
      slot: slot.at,
      trigger,
      status: 'running',
      interval_seconds: slot.seconds,
      worker_id: workerId,
      lease_until: leaseEnd(request.leaseMs),
      started_at: now,
    })
    .returning(['id', CLAIMED_AT])
    .executeTakeFirstOrThrow()
  await publishChange(trx, { topic: 'runs', id })
  const at = trigger === 'schedule' ? slot.at : now
  return {
    ...{ id, sourceId, workerId, attempt: 1, trigger, slot: slot.at, at, claimedAt },
    intervalSeconds: slot.seconds,
  }
}

async function takeOver(trx: Trx, runId: number, request: ClaimRequest): Promise<ClaimedRun> {
  const { sourceId, slot, now, workerId } = request
  const { attempt, claimedAt } = await trx
    .updateTable('collection_run')
    .set((eb) => ({
      worker_id: workerId,
      attempt: eb('attempt', '+', 1),
      trigger: 'catch-up',
      started_at: now,
      lease_until: leaseEnd(request.leaseMs),
      progress: null,
    }))
    .where('id', '=', runId)
    .returning(['attempt', CLAIMED_AT])
    .executeTakeFirstOrThrow()
  await publishChange(trx, { topic: 'runs', id: runId })
  return {
    id: runId,
    sourceId,
    workerId,
    attempt,
    trigger: 'catch-up',
    slot: slot.at,
    at: now,
    intervalSeconds: slot.seconds,
    claimedAt,
  }
}

const CLAIMED_AT = sql<Date>`clock_timestamp()`.as('claimedAt')

/** Leases are of the database's clock alone, which all workers share. */
export const leaseEnd = (leaseMs = LEASE_MS) =>
  sql<Date>`clock_timestamp() + ${leaseMs}::double precision * interval '1 millisecond'`
