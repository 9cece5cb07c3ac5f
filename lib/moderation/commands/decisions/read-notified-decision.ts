import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { ActionType } from '../../schema/decisions'

/** A decision with all that the platform is told of it. */
export interface NotifiedDecision {
  id: string
  case_id: number
  revision: number
  reason: string
  /** Who decided, as rows name them. */
  decided_by: string
  policy_id: string | null
  policy: string | null
  member_template: string | null
  reporter_template: string | null
  item_type: string
  item_id: string
  member_id: number | null
  member: string | null
  actions: { type: ActionType; detail: Record<string, unknown>; until: string | null }[]
}

export async function readNotifiedDecision(trx: Trx, id: string): Promise<NotifiedDecision> {
  const { rows } = await sql<NotifiedDecision>`
    select decision.id, decision.case_id, decision.revision, decision.reason, decision.decided_by, decision.policy_id, policy.name as policy,
      policy.member_template, policy.reporter_template, self.item_type, self.item_id, self.member_id, member.external_id as member,
      (select jsonb_agg(jsonb_build_object('type', type, 'detail', detail, 'until',
          to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by position)
        from moderation_action where decision_id = decision.id) as actions
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join policy on policy.id = decision.policy_id
    left join member on member.id = self.member_id and member.erased_at is null
    where decision.id = ${id}`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error(`decision ${id} not found`)
  return row
}
