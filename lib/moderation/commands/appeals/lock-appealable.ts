import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { hasSanction } from '../../rules/actions'
import type { ActionType } from '../../schema/decisions'
import { lockCase } from '../claim-case'

/** A decision as an appeal against it sees it, with its case's row held. */
export interface LockedDecision {
  id: string
  caseId: number
  queueId: string
  decidedAt: Date
  isReversed: boolean
  isPunishing: boolean
  appeal: { id: string; status: string } | null
  member: { id: number; externalId: string } | null
}

interface DecisionRow {
  decidedAt: Date
  isReversed: boolean
  types: ActionType[]
  memberId: number | null
  externalId: string | null
  appealId: string | null
  appealStatus: string | null
}

/**
 * Holds the case of a decision, so that no reversal and no other appeal of it comes in between. Null where there is no such
 * decision.
 */
export async function lockAppealable(trx: Trx, decisionId: string): Promise<LockedDecision | null> {
  const found = await trx
    .selectFrom('moderation_decision')
    .select('case_id')
    .where('id', '=', decisionId)
    .executeTakeFirst()
  if (!found) return null
  const { id: caseId, queueId } = await lockCase(trx, found.case_id)
  const { rows } = await sql<DecisionRow>`
    select decision.decided_at as "decidedAt", member.id as "memberId", member.external_id as "externalId",
      exists (select from moderation_decision where reverses_id = decision.id) as "isReversed",
      array(select type from moderation_action where decision_id = decision.id) as types,
      appeal.id as "appealId", appeal.status as "appealStatus"
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join member on member.id = self.member_id and member.erased_at is null
    left join appeal on appeal.decision_id = decision.id
    where decision.id = ${decisionId}`.execute(trx)
  const row = rows[0]
  return row ? { id: decisionId, caseId, queueId, ...toLocked(row) } : null
}

const toLocked = (row: DecisionRow): Omit<LockedDecision, 'id' | 'caseId' | 'queueId'> => ({
  decidedAt: row.decidedAt,
  isReversed: row.isReversed,
  isPunishing: row.memberId !== null && hasSanction(row.types.map((type) => ({ type }))),
  appeal: row.appealId === null ? null : { id: row.appealId, status: row.appealStatus ?? 'open' },
  member: row.memberId === null ? null : { id: row.memberId, externalId: row.externalId ?? '' },
})
