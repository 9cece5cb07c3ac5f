import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict, DomainError, invalid, notFound } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { canWorkQueue } from '../queries/queue-access'
import { sampleEnd } from '../rules/second-reviews'
import type { SubmittedVerdict, VerdictBody } from '../schema/second-reviews'
import { lockCase } from './claim-case'

interface GiveVerdict extends VerdictBody {
  decisionId: string
  now?: Date
}

/**
 * Gives the second verdict on a decision of the sample, once and by somebody else than who decided. It is kept for the figures;
 * item, member and case stay as they are.
 * @throws DomainError `permission.denied`, `second_review.own_decision`, `second_review.not_blind` (forbidden);
 *   `decision.not_found`, also for one of a queue that is not theirs; `second_review.exists` naming who was first,
 *   `second_review.not_drawn`, `decision.reversed` (conflict); `policy.unknown` (invalid)
 */
export async function submitVerdict(db: Db, actor: Actor, given: GiveVerdict): Promise<SubmittedVerdict> {
  requirePermission(actor, 'reviews:write')
  const { decisionId, policyId } = given
  return inTransaction(db, async (trx) => {
    const { caseId } = await findReviewable(trx, actor, decisionId)
    // Held so that the decision is not taken back meanwhile.
    await lockCase(trx, caseId)
    await requireInEffect(trx, decisionId)
    if (policyId !== null) await requirePolicy(trx, policyId)
    const reviewedAt = await insertReview(trx, actor, given)
    await publishChange(trx, { topic: 'reviews', id: decisionId })
    await recordAudit(trx, actor, {
      action: 'decision.second_reviewed',
      targetKind: 'case',
      target: caseId,
      detail: { decisionId, policyId },
    })
    return { decisionId, reviewedAt: reviewedAt.toISOString() }
  })
}

interface Reviewable {
  caseId: number
  queueId: string
  /** By themselves or by a key of theirs. */
  isOwn: boolean
  isDrawn: boolean
  /** They decided in the case otherwise, or ruled on the appeal. */
  knowsIt: boolean
}

async function findReviewable(trx: Trx, actor: Actor, id: string): Promise<Reviewable> {
  const { secondReviewShare } = await getSettings(trx)
  const person = sql`actor_person(${actorRef(actor)})`
  const { rows } = await sql<Reviewable>`
    select decision.case_id as "caseId", self.queue_id as "queueId",
      actor_person(decision.decided_by) = ${person} as "isOwn",
      second_review_place(decision.id) < ${sampleEnd(secondReviewShare)} as "isDrawn",
      exists (
        select from moderation_decision as own where own.case_id = decision.case_id and actor_person(own.decided_by) = ${person}
        union all select from appeal where decision_id = decision.id and actor_person(ruled_by) = ${person}
      ) as "knowsIt"
    from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
    where decision.id = ${id} and decision.reverses_id is null and decision.decided_by <> 'system'
      and not exists (select from moderation_action where decision_id = decision.id and type = 'escalate')`.execute(trx)
  const found = rows[0]
  if (!found || !(await canWorkQueue(trx, actor, found.queueId))) throw notFound('decision', id)
  if (found.isOwn)
    throw new DomainError(
      'forbidden',
      'second_review.own_decision',
      'You made this decision, so someone else has to review it.',
    )
  if (found.knowsIt)
    throw new DomainError(
      'forbidden',
      'second_review.not_blind',
      'You made a decision in this case, so your review wouldn’t be blind.',
    )
  if (!found.isDrawn) throw conflict('second_review.not_drawn', 'This decision isn’t in the sample for second reviews.')
  return found
}

async function requireInEffect(trx: Trx, decisionId: string): Promise<void> {
  const back = await trx
    .selectFrom('moderation_decision')
    .select('id')
    .where('reverses_id', '=', decisionId)
    .executeTakeFirst()
  if (back) throw conflict('decision.reversed', 'This decision was reversed after you opened it.')
}

async function requirePolicy(trx: Trx, id: string): Promise<void> {
  const policy = await trx.selectFrom('policy').select('id').where('id', '=', id).executeTakeFirst()
  if (!policy) throw invalid('policyId', `Policy ${id} doesn’t exist.`, 'policy.unknown')
}

async function insertReview(
  trx: Trx,
  actor: Actor,
  { decisionId, policyId, reason, now = new Date() }: GiveVerdict,
): Promise<Date> {
  const row = await trx
    .insertInto('second_review')
    .values({ decision_id: decisionId, policy_id: policyId, reason, reviewed_by: actorRef(actor), reviewed_at: now })
    .onConflict((other) => other.doNothing())
    .returning('reviewed_at')
    .executeTakeFirst()
  if (row) return row.reviewed_at
  throw conflict('second_review.exists', 'Someone else already reviewed this decision.', {
    winner: await findFirst(trx, decisionId),
  })
}

/** Who was first and when, but not what they found. */
async function findFirst(trx: Trx, decisionId: string): Promise<{ actor: string; at: string } | null> {
  const { rows } = await sql<{ actor: string | null; at: Date }>`
    select actor_name(reviewed_by) as actor, reviewed_at as at from second_review where decision_id = ${decisionId}`.execute(
    trx,
  )
  const row = rows[0]
  return row ? { actor: row.actor ?? 'Someone', at: row.at.toISOString() } : null
}
