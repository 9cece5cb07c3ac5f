import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { requireAppealable } from '../rules/appeals'
import type { AppealBody, ReceivedAppeal } from '../schema/appeals'
import { lockAppealable } from './appeals/lock-appealable'
import { writeAppeal } from './appeals/write-appeal'

/**
 * Takes a member's objection to a decision: one for each decision, within 20 days of it. The platform says who the member is,
 * and it has to be the one whom the decision is about.
 * @throws DomainError `permission.denied`; `decision.unknown`, `appeal.other_member` (invalid); what requireAppealable() throws
 */
export async function receiveAppeal(
  db: Db,
  actor: Actor,
  { decisionId, memberId, text }: AppealBody,
  now: Date = new Date(),
): Promise<ReceivedAppeal> {
  requirePermission(actor, 'appeals:write')
  return inTransaction(db, async (trx) => {
    const decision = await lockAppealable(trx, decisionId)
    if (!decision) throw invalid('decisionId', `Decision ${decisionId} doesn’t exist.`, 'decision.unknown')
    const { member } = decision
    // Before all else: nobody else's business is told.
    if (member?.externalId !== memberId)
      throw invalid('memberId', 'This decision isn’t about this member.', 'appeal.other_member')
    requireAppealable(decision, now)
    return writeAppeal(trx, actor, { decision, member, text, receivedBy: actorRef(actor), now })
  })
}
