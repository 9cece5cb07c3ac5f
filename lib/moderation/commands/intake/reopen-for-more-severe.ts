import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { ItemType } from '../../terms'
import { type OpenedCase, touchOpened } from './open-cases'

interface Complaint {
  /** Of the policy that the report names. */
  severity: number
  case: OpenedCase
}

/**
 * Opens decided cases again whose item was left visible and is now reported for something graver than whoever decided was told
 * of: nobody has looked at it as that. A report of an earlier revision opens nothing. Answers the new openings by case.
 */
export async function reopenForMoreSevere(
  trx: Trx,
  complaints: readonly Complaint[],
  now: Date,
): Promise<Map<number, number>> {
  const decided = complaints.filter(({ case: found }) => found.status === 'decided' && found.isLatest)
  if (decided.length === 0) return new Map()
  const input = JSON.stringify(decided.map(({ severity, case: { id } }) => ({ id, severity })))
  const { rows } = await sql<{ id: number; opening: number; item_type: ItemType }>`
    update moderation_case as self set
      status = 'open', opening = self.opening + 1, version = self.version + 1, opened_at = ${now}::timestamptz,
      due_at = ${now}::timestamptz + queue.sla_minutes * interval '1 minute', rule_hits = 0, snoozed_until = null,
      decided_at = null, decision_id = null, updated_at = ${now}::timestamptz
    from (
      select told.id, max(told.severity) as severity from jsonb_to_recordset(${input}::jsonb) as told (id bigint, severity int)
      group by told.id
    ) as told, moderation_queue as queue
    where self.id = told.id and queue.id = self.queue_id and self.status = 'decided' and self.content_state = 'visible'
      and told.severity > greatest(self.severity, (
        select policy.severity from moderation_decision as decision join policy on policy.id = decision.policy_id
        where decision.id = self.decision_id
      ))
      and not exists (
        select from moderation_action as action
        where action.decision_id = self.decision_id and action.type in ('suspend', 'ban') and action.reversed_by is null
      )
    returning self.id, self.opening, self.item_type`.execute(trx)
  await touchOpened(trx, rows, now)
  return new Map(rows.map(({ id, opening }) => [id, opening]))
}
