import { recordAudit } from '@/lib/audit/commands'
import { hashToken, newToken } from '@/lib/core/crypto/secrets'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { notFound } from '@/lib/core/errors'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { findOpenLink, linkUsed, unknownLink } from '../queries/appeal-links'
import { mayWork } from '../queries/queue-access'
import { appealEndOf, requireAppealable } from '../rules/appeals'
import type { IssuedAppealLink } from '../schema/appeals'
import { type LockedDecision, lockAppealable } from './appeals/lock-appealable'
import { writeAppeal } from './appeals/write-appeal'

/**
 * Makes the link by which the member of a decision appeals it without an account here: good for one appeal, until the 20 days
 * after the decision are over. An earlier link of the decision is worth nothing from then on. The link is in this answer alone:
 * what is stored is its hash.
 * @throws DomainError `permission.denied`; `decision.not_found`, also for one of a queue that is not theirs; what
 *   requireAppealable() throws
 */
export async function issueAppealLink(
  db: Db,
  actor: Actor,
  { decisionId, now = new Date() }: { decisionId: string; now?: Date },
): Promise<IssuedAppealLink> {
  requirePermission(actor, 'cases:write')
  return inTransaction(db, async (trx) => {
    const decision = await lockReachable(trx, actor, decisionId)
    requireAppealable(decision, now)
    const token = newToken()
    const expiresAt = appealEndOf(decision.decidedAt)
    const link = {
      token_hash: hashToken(token),
      created_by: actorRef(actor),
      created_at: now,
      expires_at: expiresAt,
      used_at: null,
      revoked_at: null,
    }
    await trx
      .insertInto('appeal_link')
      .values({ ...link, decision_id: decisionId })
      .onConflict((on) => on.column('decision_id').doUpdateSet(link))
      .execute()
    await noteLink(trx, actor, 'appeal_link.created', decision, { expiresAt: expiresAt.toISOString() })
    return { url: `${env().url}/appeal#${token}`, expiresAt: expiresAt.toISOString() }
  })
}

/**
 * Makes the link of a decision worthless.
 * @throws DomainError `permission.denied`; `decision.not_found`; `appeal_link.not_found` (also where it was used or revoked before)
 */
export async function revokeAppealLink(
  db: Db,
  actor: Actor,
  { decisionId, now = new Date() }: { decisionId: string; now?: Date },
): Promise<void> {
  requirePermission(actor, 'cases:write')
  await inTransaction(db, async (trx) => {
    const decision = await lockReachable(trx, actor, decisionId)
    const row = await trx
      .updateTable('appeal_link')
      .set({ revoked_at: now })
      .where('decision_id', '=', decisionId)
      .where('used_at', 'is', null)
      .where('revoked_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (!row) throw notFound('appeal_link', decisionId)
    await noteLink(trx, actor, 'appeal_link.revoked', decision, {})
  })
}

/**
 * Takes the appeal of whoever holds a link, once: of two who use it together one does.
 * @throws DomainError `appeal_link.unknown` (not found), `appeal_link.used`, `appeal_link.expired`; what requireAppealable() throws
 */
export async function appealByLink(
  db: Db,
  visitor: { address: string | null },
  { token, text }: { token: string; text: string },
  now: Date = new Date(),
): Promise<{ status: 'open'; createdAt: string }> {
  return inTransaction(db, async (trx) => {
    const { decisionId } = await findOpenLink(trx, token, now)
    // The case's row first, as everywhere; what was found before that is looked at again.
    const decision = await lockAppealable(trx, decisionId)
    const { id } = await findOpenLink(trx, token, now)
    if (!decision?.member) throw unknownLink()
    if (decision.appeal) throw linkUsed()
    requireAppealable(decision, now)
    await trx.updateTable('appeal_link').set({ used_at: now }).where('id', '=', id).execute()
    const actor = { kind: 'anonymous', id: null, address: visitor.address } as const
    await writeAppeal(trx, actor, { decision, member: decision.member, text, receivedBy: 'link', now })
    return { status: 'open', createdAt: now.toISOString() }
  })
}

async function lockReachable(trx: Trx, actor: Actor, decisionId: string): Promise<LockedDecision> {
  const decision = await lockAppealable(trx, decisionId)
  if (!decision || !(await mayWork(trx, actor, decision.queueId))) throw notFound('decision', decisionId)
  return decision
}

const noteLink = (trx: Trx, actor: Actor, action: string, decision: LockedDecision, after: Record<string, unknown>) =>
  recordAudit(trx, actor, {
    action,
    targetKind: 'decision',
    target: decision.id,
    detail: { caseId: decision.caseId, after },
    ...(decision.member ? { memberId: decision.member.id } : {}),
  })
