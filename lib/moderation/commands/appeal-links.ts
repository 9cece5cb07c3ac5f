import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { notFound } from '@/lib/core/errors'
import { checkLink } from '@/lib/core/links/check-link'
import { makeLink, revokeLinks, useLink } from '@/lib/core/links/links'
import { linkError } from '@/lib/core/links/purpose'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { appealLinks } from '../links'
import { canWorkQueue } from '../queries/queue-access'
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
    await revokeLinks(trx, appealLinks, [decisionId])
    const { secret, expiresAt } = await makeLink(trx, appealLinks, {
      subjectId: decisionId,
      createdBy: actorRef(actor),
      expiresAt: appealEndOf(decision.decidedAt),
    })
    await noteLink(trx, actor, 'appeal_link.created', decision, { expiresAt: expiresAt.toISOString() })
    return { url: `${env().url}/appeal#${secret}`, expiresAt: expiresAt.toISOString() }
  })
}

/**
 * Makes the link of a decision worthless.
 * @throws DomainError `permission.denied`; `decision.not_found`; `appeal_link.not_found` (also where it was used or revoked before)
 */
export async function revokeAppealLink(db: Db, actor: Actor, { decisionId }: { decisionId: string }): Promise<void> {
  requirePermission(actor, 'cases:write')
  await inTransaction(db, async (trx) => {
    const decision = await lockReachable(trx, actor, decisionId)
    if ((await revokeLinks(trx, appealLinks, [decisionId])) === 0) throw notFound('appeal_link', decisionId)
    await noteLink(trx, actor, 'appeal_link.revoked', decision, {})
  })
}

/**
 * Takes the appeal of whoever holds a link, once: of two who use it together one does.
 * @param at another instant than now
 * @throws DomainError `appeal_link.unknown` (not found), `appeal_link.used`, `appeal_link.expired`; what requireAppealable() throws
 */
export async function appealByLink(
  db: Db,
  visitor: { address: string | null },
  { token, text }: { token: string; text: string },
  at?: Date,
): Promise<{ status: 'open'; createdAt: string }> {
  return inTransaction(db, async (trx) => {
    const now = at ?? new Date()
    const { subjectId } = await checkLink(trx, appealLinks, token, { at })
    // The case's row first, as everywhere; using the link looks at it again.
    const decision = await lockAppealable(trx, subjectId)
    const { id } = await useLink(trx, appealLinks, token, { at })
    if (!decision?.member) throw linkError(appealLinks, 'unknown')
    if (decision.appeal) throw linkError(appealLinks, 'used')
    requireAppealable(decision, now)
    const actor = { kind: 'link', id, address: visitor.address } as const
    await writeAppeal(trx, actor, { decision, member: decision.member, text, receivedBy: 'link', now })
    return { status: 'open', createdAt: now.toISOString() }
  })
}

async function lockReachable(trx: Trx, actor: Actor, decisionId: string): Promise<LockedDecision> {
  const decision = await lockAppealable(trx, decisionId)
  if (!decision || !(await canWorkQueue(trx, actor, decision.queueId))) throw notFound('decision', decisionId)
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
