import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { transition } from '../rules/status'
import { type LockedCase, lockCase, requireCaseAccess, requireQueue, requireUndecided } from './claim-case'

/** So many people who pass a case on have said that it is not for everyone. */
const SKIPS_TO_ESCALATE = 3
const SNOOZE_DAYS_MAX = 30
const DAY_MS = 86_400_000

/** Everything that is not held by anybody, as a set for an update. */
const FREE = { claim_token: null, claimed_by: null, claim_revision: null, claim_expires_at: null }

interface OnCase {
  caseId: number
  now?: Date
}

/**
 * Passes a case on: this person is not offered it again, and after three people it is escalated. Answers the status after it.
 * @throws DomainError `case.not_found`; `case.decided` (conflict); `queue.closed`, `case.escalated` (forbidden)
 */
export async function skipCase(
  db: Db,
  actor: Actor,
  { caseId, reason, now = new Date() }: OnCase & { reason: string },
): Promise<'open' | 'escalated'> {
  return onCase(db, actor, { caseId, action: 'case.skipped', detail: { reason } }, async (trx, found) => {
    await sql`
      insert into case_skip (case_id, opening, actor, reason, skipped_at)
      values (${caseId}, ${found.opening}, ${actorRef(actor)}, ${reason}, ${now})
      on conflict (case_id, opening, actor) do update set reason = excluded.reason`.execute(trx)
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from case_skip where case_id = ${caseId} and opening = ${found.opening}`.execute(trx)
    const isEnough = found.status === 'open' && (rows[0]?.n ?? 0) >= SKIPS_TO_ESCALATE
    await letGo(trx, actor, found)
    if (isEnough) await escalate(trx, found, now)
    return isEnough || found.status === 'escalated' ? 'escalated' : 'open'
  })
}

/**
 * Hands a case to the managers.
 * @throws DomainError as skipCase; `case.bad_transition` (conflict) where it is escalated already
 */
export async function escalateCase(
  db: Db,
  actor: Actor,
  { caseId, reason, now = new Date() }: OnCase & { reason: string },
): Promise<void> {
  await onCase(db, actor, { caseId, action: 'case.escalated', detail: { reason } }, async (trx, found) => {
    transition(found.status, 'escalated')
    await letGo(trx, actor, found)
    await escalate(trx, found, now)
  })
}

/**
 * Puts a case off until an instant, 30 days at most; it keeps its place.
 * @throws DomainError as skipCase; `snooze.out_of_range` (invalid)
 */
export async function snoozeCase(
  db: Db,
  actor: Actor,
  { caseId, until, now = new Date() }: OnCase & { until: string },
): Promise<void> {
  const end = new Date(until)
  if (end <= now || end.getTime() > now.getTime() + SNOOZE_DAYS_MAX * DAY_MS)
    throw invalid('until', `Choose a time within the next ${SNOOZE_DAYS_MAX} days.`, 'snooze.out_of_range')
  await onCase(db, actor, { caseId, action: 'case.snoozed', detail: { until } }, async (trx, found) => {
    await letGo(trx, actor, found)
    await trx
      .updateTable('moderation_case')
      .set({ snoozed_until: end, updated_at: now })
      .where('id', '=', caseId)
      .execute()
  })
}

/** Writes a note, which also a decided case takes. @throws DomainError `case.not_found`; `queue.closed` (forbidden) */
export async function addNote(
  db: Db,
  actor: Actor,
  { caseId, text, now = new Date() }: OnCase & { text: string },
): Promise<string> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    const found = await lockCase(trx, caseId)
    await requireQueue(trx, actor, found)
    const { id } = await trx
      .insertInto('case_note')
      .values({ case_id: caseId, text, written_by: actorRef(actor), written_at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'cases', id: caseId })
    await recordAudit(trx, actor, { action: 'case.noted', targetKind: 'case', target: caseId, detail: { noteId: id } })
    return id
  })
}

async function onCase<T>(
  db: Db,
  actor: Actor,
  { caseId, action, detail }: { caseId: number; action: string; detail: Record<string, unknown> },
  work: (trx: Trx, found: LockedCase) => Promise<T>,
): Promise<T> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    const found = await lockCase(trx, caseId)
    await requireQueue(trx, actor, found)
    await requireUndecided(trx, found)
    requireCaseAccess(actor, found)
    const result = await work(trx, found)
    await publishChange(trx, { topic: 'cases', id: caseId })
    await recordAudit(trx, actor, { action, targetKind: 'case', target: caseId, detail })
    return result
  })
}

/** Frees a case that this person holds; somebody else's claim stays. */
async function letGo(trx: Trx, actor: Actor, found: LockedCase): Promise<void> {
  if (found.claimedBy !== actorRef(actor)) return
  await trx.updateTable('moderation_case').set(FREE).where('id', '=', found.id).execute()
}

async function escalate(trx: Trx, found: LockedCase, now: Date): Promise<void> {
  await trx
    .updateTable('moderation_case')
    .set({ ...FREE, status: 'escalated', escalated_at: now, version: found.version + 1, updated_at: now })
    .where('id', '=', found.id)
    .execute()
}
