import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, DomainError, notFound } from '@/lib/core/errors'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { canWorkQueue } from '../queries/queue-access'
import type { AppealStatus } from '../rules/appeals'
import type { RuledAppeal, RulingBody } from '../schema/appeals'
import { type OpenAppeal, resolveAppeal } from './appeals/resolve-appeal'
import { lockCase } from './claim-case'
import { reverseInTransaction } from './reverse-decision'

interface RuleAppeal extends RulingBody {
  appealId: string
  now?: Date
}

/**
 * Rules on an appeal, once and by another person than who decided. Overturning takes the decision back with all that followed from
 * it; both rulings tell the platform, all or nothing.
 * @throws DomainError `permission.denied`, `appeal.own_decision` (forbidden); `appeal.not_found`, also for one of a queue that is
 *   not theirs; `appeal.ruled` with the winner (conflict), also where the decision was reversed meanwhile
 */
export async function ruleAppeal(db: Db, actor: Actor, ruled: RuleAppeal): Promise<RuledAppeal> {
  requirePermission(actor, 'appeals:rule')
  const { appealId, ruling, reason, now = new Date() } = ruled
  return inTransaction(db, async (trx) => {
    const found = await lockAppeal(trx, actor, appealId)
    await requireInEffect(trx, actor, found)
    const { decisionId, caseId } = found
    const reversalId =
      ruling === 'overturned' ? (await reverseInTransaction(trx, actor, { decisionId, reason, now })).decisionId : null
    await resolveAppeal(trx, actor, found, { ruling, reason, reversalId, now })
    return { id: appealId, decisionId, caseId, status: ruling, ruledAt: now.toISOString(), reversalId }
  })
}

interface LockedAppeal extends OpenAppeal {
  status: AppealStatus
  queueId: string
  /** Whether the person who asks is the one who decided, as themself or by a key of theirs. */
  isOwn: boolean
  ruledBy: string | null
  ruledAt: Date | null
}

/** The case's row first, as everywhere: a reversal of the decision comes either before or after. */
async function lockAppeal(trx: Trx, actor: Actor, id: string): Promise<LockedAppeal> {
  const about = await trx
    .selectFrom('appeal')
    .innerJoin('moderation_decision as decision', 'decision.id', 'appeal.decision_id')
    .select('decision.case_id')
    .where('appeal.id', '=', id)
    .executeTakeFirst()
  if (!about) throw notFound('appeal', id)
  await lockCase(trx, about.case_id)
  const { rows } = await sql<LockedAppeal>`
    select appeal.id, appeal.status, appeal.decision_id as "decisionId", appeal.member_id as "memberId",
      case when member.erased_at is null then member.external_id end as "memberExternalId", decision.case_id as "caseId",
      self.queue_id as "queueId", actor_person(decision.decided_by) = actor_person(${actorRef(actor)}) as "isOwn",
      actor_name(appeal.ruled_by) as "ruledBy", appeal.ruled_at as "ruledAt"
    from appeal
    join member on member.id = appeal.member_id
    join moderation_decision as decision on decision.id = appeal.decision_id
    join moderation_case as self on self.id = decision.case_id
    where appeal.id = ${id} for update of appeal`.execute(trx)
  const row = rows[0]
  if (!row) throw notFound('appeal', id)
  return row
}

async function requireInEffect(trx: Trx, actor: Actor, found: LockedAppeal): Promise<void> {
  if (!(await canWorkQueue(trx, actor, found.queueId)))
    throw new DomainError('not_found', 'appeal.not_found', 'This appeal isn’t in any queue that you have access to.')
  if (found.isOwn)
    throw new DomainError(
      'forbidden',
      'appeal.own_decision',
      'You or one of your keys made the appealed decision, so someone else has to decide the appeal.',
    )
  if (found.status !== 'open')
    throw conflict('appeal.ruled', 'This appeal has already been decided.', {
      winner: { actor: found.ruledBy ?? 'Someone', action: found.status, at: found.ruledAt?.toISOString() ?? null },
    })
}
