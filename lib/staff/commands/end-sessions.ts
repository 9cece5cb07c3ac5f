import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import type { SessionClaim } from '@/lib/core/auth/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { DomainError, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, ownId } from '../actor'
import { startSession } from './start-session'

/** Why a session ended before its time. */
export type EndReason = 'signed_out' | 'ended' | 'ended_all' | 'password_changed' | 'disabled'

/**
 * Ends the session of a token, as its owner signs out. One that is over, or that was made before sessions had rows, changes nothing.
 */
export async function signOutSession(
  db: Db,
  claim: SessionClaim,
  { address }: { address: string | null },
): Promise<void> {
  const { staffId, sessionId } = claim
  if (!sessionId) return
  await inTransaction(db, (trx) =>
    endOne(trx, { kind: 'staff', id: staffId, address }, { staffId, sessionId, reason: 'signed_out' }),
  )
}

/** Ends one of one's own sessions. @throws DomainError `permission.denied`; `session.not_found`, also where it is over */
export async function endOwnSession(db: Db, actor: Actor, sessionId: string): Promise<void> {
  const staffId = ownId(actor)
  await inTransaction(db, async (trx) => {
    if (!(await endOne(trx, actor, { staffId, sessionId, reason: 'ended' }))) throw notFound('session', sessionId)
  })
}

/** Ends all of one's own sessions, this one too. @throws DomainError `permission.denied` */
export async function endOwnSessions(db: Db, actor: Actor): Promise<void> {
  const staffId = ownId(actor)
  await inTransaction(db, async (trx) => {
    await raiseVersion(trx, staffId)
    await endAll(trx, { staffId, reason: 'ended_all' })
    await recordAudit(trx, actor, { action: 'staff.sessions_ended', targetKind: 'staff', target: staffId })
  })
}

/**
 * Ends all of one's own sessions but this one, which goes on with a new token.
 * @throws DomainError `permission.denied`; `session.missing` (unauthenticated) where this one is over as well
 */
export async function endOtherSessions(db: Db, actor: Actor): Promise<SessionClaim> {
  const staffId = ownId(actor)
  return inTransaction(db, async (trx) => {
    const version = await raiseVersion(trx, staffId)
    const claim = await endAllOtherSessions(trx, actor, { version, reason: 'ended_all' })
    const detail = { kept: claim.sessionId }
    await recordAudit(trx, actor, { action: 'staff.sessions_ended', targetKind: 'staff', target: staffId, detail })
    return claim
  })
}

/**
 * Ends all sessions of the actor but the one they act by, for a caller that has raised their version and so locked their row. A
 * token that was made before sessions had rows becomes a session with one.
 * @throws DomainError `session.missing` (unauthenticated) where the actor's session is over
 */
export async function endAllOtherSessions(
  trx: Trx,
  actor: Actor,
  { version, reason }: { version: number; reason: EndReason },
): Promise<SessionClaim> {
  const staffId = ownId(actor)
  const sessionId = actor.sessionId ?? null
  await endAll(trx, { staffId, reason, except: sessionId })
  const kept = sessionId
    ? (await isOpen(trx, sessionId)) && { staffId, version, sessionId }
    : await startSession(trx, { id: staffId, version }, { address: actor.address })
  if (!kept) throw new DomainError('unauthenticated', 'session.missing', 'Your session has ended. Sign in again.')
  return kept
}

/**
 * Ends all sessions of a person, or all but one, for a caller that has raised their version and so locked their row: without the
 * version, tokens that were made before sessions had rows would go on.
 */
export async function endAll(
  trx: Trx,
  { staffId, reason, except = null }: { staffId: string; reason: EndReason; except?: string | null },
): Promise<void> {
  await trx
    .updateTable('staff_session')
    .set({ ended_at: new Date(), end_reason: reason })
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .$if(except !== null, (query) => query.where('id', '<>', except))
    .execute()
  await publishChange(trx, { topic: 'sessions', id: staffId })
}

/** Deletes sessions that would be over by now in any case; their tokens open nothing with a row or without. Answers how many. */
export async function deleteExpiredSessions(db: Db): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('staff_session')
    .where('expires_at', '<', sql<Date>`now()`)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

async function raiseVersion(trx: Trx, staffId: string): Promise<number> {
  const row = await trx
    .updateTable('staff')
    .set((staff) => ({ session_version: staff('session_version', '+', 1) }))
    .where('id', '=', staffId)
    .returning('session_version')
    .executeTakeFirstOrThrow()
  return row.session_version
}

/** Stays as it is until the transaction ends. */
async function isOpen(trx: Trx, sessionId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('staff_session')
    .select('id')
    .where('id', '=', sessionId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** Of two who end one session at once the second finds it over. */
async function endOne(
  trx: Trx,
  actor: Pick<Actor, 'kind' | 'id' | 'address'>,
  { staffId, sessionId, reason }: { staffId: string; sessionId: string; reason: EndReason },
): Promise<boolean> {
  const row = await trx
    .updateTable('staff_session')
    .set({ ended_at: new Date(), end_reason: reason })
    .where('id', '=', sessionId)
    .where('staff_id', '=', staffId)
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .returning(['client'])
    .executeTakeFirst()
  if (!row) return false
  await publishChange(trx, { topic: 'sessions', id: staffId })
  await recordAudit(trx, actor, {
    action: 'session.ended',
    targetKind: 'staff',
    target: staffId,
    detail: { session: sessionId, reason, client: row.client },
  })
  return true
}
