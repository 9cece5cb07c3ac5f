import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { lockErasureShared } from '@/lib/community/erased'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, DomainError, invalid, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, isAllowed, requirePermission } from '@/lib/staff/actor'
import { findLatestDecision, type LatestDecision } from '../queries/latest-decision'
import { canWorkQueue } from '../queries/queue-access'
import { CLAIM_MINUTES } from '../terms'
import { requireNoCooldown } from './require-no-cooldown'

export interface Claim {
  caseId: number
  token: string
  expiresAt: Date
}

/** What commands need of a case whose row they hold. */
export interface LockedCase {
  id: number
  status: 'open' | 'escalated' | 'decided'
  version: number
  opening: number
  revision: number
  queueId: string
  /** Null where nobody is known who wrote it, or they are erased: nothing can be done to them. */
  memberId: number | null
  claimToken: string | null
  claimedBy: string | null
  claimRevision: number | null
  claimExpiresAt: Date | null
  decisionId: string | null
  dueAt: Date | null
}

/** Holds a case until commit; the first lock of whoever writes about it. @throws DomainError `case.not_found` */
export async function lockCase(trx: Trx, id: number): Promise<LockedCase> {
  await lockErasureShared(trx)
  const { rows } = await sql<LockedCase>`
    select id, status, version, opening, item_revision as revision, queue_id as "queueId",
      (select member.id from member where member.id = moderation_case.member_id and erased_at is null) as "memberId",
      claim_token as "claimToken", claimed_by as "claimedBy", claim_revision as "claimRevision",
      claim_expires_at as "claimExpiresAt", decision_id as "decisionId", due_at as "dueAt"
    from moderation_case where id = ${id} for update`.execute(trx)
  const row = rows[0]
  if (!row) throw notFound('case', String(id))
  return row
}

/**
 * Takes a case for one browser tab, for ten minutes. `isTakeOver` lets a person go on in another tab than the one that holds it.
 * @throws DomainError `case.not_found`; `case.decided` with the winner, `case.claimed` with the holder (conflict);
 *   `queue.rotation` where they rest from the queue (conflict); `case.escalated`, `queue.closed` (forbidden)
 */
export async function claimCase(
  db: Db,
  actor: Actor,
  { caseId, isTakeOver = false, now = new Date() }: { caseId: number; isTakeOver?: boolean; now?: Date },
): Promise<Claim> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    const found = await lockCase(trx, caseId)
    await requireQueue(trx, actor, found)
    await requireUndecided(trx, found)
    requireCaseAccess(actor, found)
    const isHeld = found.claimToken !== null && found.claimExpiresAt !== null && found.claimExpiresAt > now
    if (isHeld && !(isTakeOver && found.claimedBy === actorRef(actor))) throw await heldBy(trx, found)
    // Who has begun may end, also in another tab.
    if (!isHeld) await requireNoCooldown(trx, actor, found.queueId, now)
    return writeClaim(trx, actor, caseId, now)
  })
}

/**
 * Takes the next case of a queue: the highest in rank that nobody holds, has put off, or that this person has skipped. Null where
 * there is none. Two at once never get the same one.
 * @throws DomainError `queue.closed` (forbidden); `queue.unknown` (invalid); `queue.rotation` where they rest from the queue (conflict)
 */
export async function claimNext(
  db: Db,
  actor: Actor,
  { queueId, now = new Date() }: { queueId: string; now?: Date },
): Promise<Claim | null> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    if (!(await canWorkQueue(trx, actor, queueId)))
      throw new DomainError(
        'forbidden',
        'queue.closed',
        'You don’t have access to this queue. Ask a manager for access.',
      )
    // Managers work all queues, and so any id; that one of none is empty would hide the slip.
    if (!(await trx.selectFrom('moderation_queue').select('id').where('id', '=', queueId).executeTakeFirst()))
      throw invalid('queueId', `Queue ${queueId} doesn’t exist.`, 'queue.unknown')
    await requireNoCooldown(trx, actor, queueId, now)
    const { rows } = await sql<{ id: number }>`
      select id from moderation_case as self
      where queue_id = ${queueId} and status = 'open'
        and (claim_token is null or claim_expires_at <= ${now}::timestamptz)
        and (snoozed_until is null or snoozed_until <= ${now}::timestamptz)
        and not exists (
          select from case_skip where case_id = self.id and opening = self.opening and actor = ${actorRef(actor)}
        )
      order by rank desc, id desc
      limit 1 for update skip locked`.execute(trx)
    const row = rows[0]
    return row ? writeClaim(trx, actor, row.id, now) : null
  })
}

/**
 * Keeps a claim for ten more minutes, also after the item was edited meanwhile: who renews has seen what is there now.
 * @throws DomainError `queue.closed` (forbidden); `case.decided`, `case.lease_expired` (conflict)
 */
export async function renewClaim(
  db: Db,
  actor: Actor,
  { caseId, token, now = new Date() }: { caseId: number; token: string; now?: Date },
): Promise<Claim> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    const found = await lockCase(trx, caseId)
    await requireQueue(trx, actor, found)
    await requireUndecided(trx, found)
    await requireClaim(trx, actor, found, token, now)
    const expiresAt = endOfClaim(now)
    await sql`update moderation_case set claim_expires_at = ${expiresAt}, claim_revision = item_revision
      where id = ${caseId}`.execute(trx)
    return { caseId, token, expiresAt }
  })
}

/** Lets a case go; one that is held by somebody else by now, or decided, stays as it is. */
export async function releaseClaim(
  db: Db,
  actor: Actor,
  { caseId, token }: { caseId: number; token: string },
): Promise<void> {
  requirePermission(actor, 'cases:write')
  await inTransaction(db, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('moderation_case')
      .set({ claim_token: null, claimed_by: null, claim_revision: null, claim_expires_at: null })
      .where('id', '=', caseId)
      .where('claim_token', '=', token)
      .where('claimed_by', '=', actorRef(actor))
      .executeTakeFirst()
    if (numUpdatedRows > 0n) await publishChange(trx, { topic: 'claims', id: caseId })
  })
}

/** The first thing asked, so that nobody else learns what became of the case. @throws DomainError `queue.closed` (forbidden) */
export async function requireQueue(trx: Trx, actor: Actor, { queueId }: Pick<LockedCase, 'queueId'>): Promise<void> {
  if (await canWorkQueue(trx, actor, queueId)) return
  throw new DomainError(
    'forbidden',
    'queue.closed',
    'You don’t have access to the queue of this case. Ask a manager for access.',
  )
}

/** @throws DomainError `case.decided` (conflict) with who decided what, and when */
export async function requireUndecided(trx: Trx, found: LockedCase): Promise<void> {
  if (found.status !== 'decided') return
  throw decidedBy(await findLatestDecision(trx, found.id))
}

const decidedBy = (winner: LatestDecision | null): DomainError =>
  conflict('case.decided', `${winner?.actor ?? 'Someone else'} already decided this case.`, { winner })

/** @throws DomainError `case.lease_expired` (conflict), with the holder where somebody else has it now */
export async function requireClaim(trx: Trx, actor: Actor, found: LockedCase, token: string, now: Date): Promise<void> {
  const isOwn = found.claimToken === token && found.claimedBy === actorRef(actor)
  if (isOwn && found.claimExpiresAt && found.claimExpiresAt > now) return
  const holder = found.claimedBy && !isOwn ? await nameOf(trx, found.claimedBy) : null
  throw conflict('case.lease_expired', 'Your claim on this case has ended. Claim it again.', {
    ...(holder ? { holder, until: found.claimExpiresAt?.toISOString() } : {}),
  })
}

/** @throws DomainError `case.escalated` (forbidden) */
export function requireCaseAccess(actor: Actor, { status }: Pick<LockedCase, 'status'>): void {
  if (status !== 'escalated' || isAllowed(actor, 'escalations:decide')) return
  throw new DomainError('forbidden', 'case.escalated', 'This case was escalated, so only a manager can decide it.')
}

async function heldBy(trx: Trx, found: LockedCase): Promise<DomainError> {
  const holder = await nameOf(trx, found.claimedBy ?? '')
  const until = found.claimExpiresAt?.toISOString()
  return conflict('case.claimed', `${holder} is working on this case.`, { holder, until })
}

async function nameOf(trx: Trx, ref: string): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select actor_name(${ref}) as name`.execute(trx)
  return rows[0]?.name ?? ref
}

const endOfClaim = (now: Date): Date => new Date(now.getTime() + CLAIM_MINUTES * 60_000)

async function writeClaim(trx: Trx, actor: Actor, caseId: number, now: Date): Promise<Claim> {
  const token = randomUUID()
  const expiresAt = endOfClaim(now)
  await sql`update moderation_case set claim_token = ${token}, claimed_by = ${actorRef(actor)},
    claim_revision = item_revision, claim_expires_at = ${expiresAt} where id = ${caseId}`.execute(trx)
  await publishChange(trx, { topic: 'claims', id: caseId })
  return { caseId, token, expiresAt }
}
