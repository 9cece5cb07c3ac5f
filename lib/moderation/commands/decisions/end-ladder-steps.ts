import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { cancelDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import type { ActionType } from '../../schema/decisions'

/** What a step of the ladder had done by itself. */
export interface EndedStep {
  decisionId: string
  caseId: number
  type: ActionType
}

interface Voided {
  /** Whose strike is void; null where nobody is known. */
  memberId: number | null
  /** The decision that takes the other one back. */
  reversalId: string
}

/**
 * Ends what steps of the ladder did to a member by themselves and would not have done without strikes that are void by now. What
 * is still to be told of it is not; the caller has the platform hear how things stand.
 */
export async function endLadderSteps(trx: Trx, { memberId, reversalId }: Voided): Promise<EndedStep[]> {
  if (memberId === null) return []
  // Decisions about one author in several cases wait for each other: each has to see the other's strike.
  await sql`select from member where id = ${memberId} for no key update`.execute(trx)
  const { rows } = await sql<EndedStep>`
    update moderation_action as action set reversed_by = ${reversalId}
    from moderation_decision as made
    where made.id = action.decision_id and action.member_id = ${memberId} and action.reversed_by is null
      and action.detail ? 'ladder'
      and (action.detail->>'ladder')::int > (
        select coalesce(sum(strike.points), 0) from strike
        where strike.member_id = action.member_id and strike.voided_by is null and strike.given_at <= made.decided_at
          and (strike.expires_at is null or strike.expires_at > made.decided_at)
          and strike.given_at > made.decided_at - interval '1 day' * coalesce(
            action.ladder_days,
            (select step.days from ladder_step as step where step.points = (action.detail->>'ladder')::int),
            36500)
      )
    returning action.decision_id as "decisionId", action.case_id as "caseId", action.type`.execute(trx)
  for (const { decisionId, type } of rows) await cancelDeliveries(trx, { subject: decisionId, kinds: [type] })
  return rows
}
