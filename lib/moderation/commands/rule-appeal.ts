import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, DomainError, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { mayWork } from '../queries/queue-access'
import type { AppealStatus } from '../rules/appeals'
import type { RuledAppeal, RulingBody } from '../schema/appeals'
import { lockCase } from './claim-case'
import { reverseWithin } from './reverse-decision'

interface RuleAppeal extends RulingBody {
  appealId: string
  now?: Date
}

/**
 * Rules on an appeal, once and by another than who decided. Overturning takes the decision back with all that followed from it;
 * both rulings tell the platform, all or nothing.
 * @throws DomainError `permission.denied`, `appeal.own_decision` (forbidden); `appeal.not_found`, also for one of a queue that is
 *   not theirs; `appeal.ruled` with the winner, `decision.reversed` (conflict)
 */
export async function ruleAppeal(db: Db, actor: Actor, ruled: RuleAppeal): Promise<RuledAppeal> {
  requirePermission(actor, 'appeals:rule')
  const { appealId, ruling, reason, now = new Date() } = ruled
  return inTransaction(db, async (trx) => {
    const found = await lockAppeal(trx, appealId)
    await requireStanding(trx, actor, found)
    const reversalId = await followRuling(trx, actor, found, { ruling, reason, now })
    await trx
      .updateTable('appeal')
      .set({ status: ruling, ruled_by: actorRef(actor), ruled_at: now, reason, reversal_id: reversalId })
      .where('id', '=', appealId)
      .execute()
    await queueDeliveries(trx, {
      event: 'moderation.appeal',
      subject: appealId,
      data: { appealId, decisionId: found.decisionId, status: ruling, member: { id: found.memberExternalId }, reason },
      at: now,
    })
    await publishChange(trx, { topic: 'appeals', id: appealId })
    await recordAudit(trx, actor, {
      action: `appeal.${ruling}`,
      targetKind: 'appeal',
      target: appealId,
      detail: { decisionId: found.decisionId, caseId: found.caseId, reversalId, reason },
      memberId: found.memberId,
    })
    const { decisionId, caseId } = found
    return { id: appealId, decisionId, caseId, status: ruling, ruledAt: now.toISOString(), reversalId }
  })
}

interface LockedAppeal {
  status: AppealStatus
  decisionId: string
  memberId: number
  memberExternalId: string
  caseId: number
  queueId: string
  decidedBy: string
  ruledBy: string | null
  ruledAt: Date | null
}

async function lockAppeal(trx: Trx, id: string): Promise<LockedAppeal> {
  const { rows } = await sql<LockedAppeal>`
    select appeal.status, appeal.decision_id as "decisionId", appeal.member_id as "memberId",
      member.external_id as "memberExternalId", decision.case_id as "caseId", self.queue_id as "queueId",
      decision.decided_by as "decidedBy", actor_name(appeal.ruled_by) as "ruledBy", appeal.ruled_at as "ruledAt"
    from appeal
    join member on member.id = appeal.member_id
    join moderation_decision as decision on decision.id = appeal.decision_id
    join moderation_case as self on self.id = decision.case_id
    where appeal.id = ${id} for update of appeal`.execute(trx)
  const row = rows[0]
  if (!row) throw notFound('appeal', id)
  return row
}

async function requireStanding(trx: Trx, actor: Actor, found: LockedAppeal): Promise<void> {
  if (!(await mayWork(trx, actor, found.queueId)))
    throw new DomainError('not_found', 'appeal.not_found', 'There is no such appeal in the queues that you work.')
  if (found.decidedBy === actorRef(actor))
    throw new DomainError(
      'forbidden',
      'appeal.own_decision',
      'You made the decision that is appealed: somebody else has to rule on it.',
    )
  if (found.status !== 'open')
    throw conflict('appeal.ruled', 'This appeal has been ruled on already.', {
      winner: { actor: found.ruledBy ?? 'Somebody', action: found.status, at: found.ruledAt?.toISOString() ?? null },
    })
}

/** Takes the decision back where it is overturned. Answers the reversal, or null where it stands. */
async function followRuling(
  trx: Trx,
  actor: Actor,
  { decisionId, caseId }: LockedAppeal,
  { ruling, reason, now }: Required<Pick<RuleAppeal, 'ruling' | 'reason' | 'now'>>,
): Promise<string | null> {
  await lockCase(trx, caseId)
  // Somebody may have reversed it while the appeal waited: then there is nothing left to uphold, and nothing left to reverse.
  const earlier = await trx
    .selectFrom('moderation_decision')
    .select('id')
    .where('reverses_id', '=', decisionId)
    .executeTakeFirst()
  if (ruling === 'overturned')
    return earlier?.id ?? (await reverseWithin(trx, actor, { decisionId, reason, now })).decisionId
  if (!earlier) return null
  throw conflict('decision.reversed', 'This decision was reversed in the meantime, so that it can not be upheld.')
}
