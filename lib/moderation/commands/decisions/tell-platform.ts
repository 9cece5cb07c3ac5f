import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { cancelDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import { type QueuedEvent, queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { traitOf } from '../../rules/actions'
import { fillTemplate } from '../../rules/template'
import { UNDO_MS } from '../../rules/undo'
import type { ActionType } from '../../schema/decisions'

interface Told {
  id: string
  case_id: number
  revision: number
  reason: string
  policy_id: string | null
  policy: string | null
  member_template: string | null
  reporter_template: string | null
  item_type: string
  item_id: string
  member: string | null
  actions: { type: ActionType; detail: Record<string, unknown>; until: string | null }[]
}

/**
 * Tells the platform of a decision, after the time in which it can be undone: an event for each action, and one for each reporter
 * with what came of their report. All of it is written in the deciding transaction.
 */
export async function tellActions(trx: Trx, decisionId: string, now: Date): Promise<void> {
  const told = await readDecision(trx, decisionId)
  const common = { subject: decisionId, at: now, notBefore: new Date(now.getTime() + UNDO_MS) }
  const actions = told.actions
    .filter(({ type }) => type !== 'escalate')
    .map((action): QueuedEvent => ({ ...common, event: 'moderation.action', data: dataOf(told, action) }))
  const outcomes = (await readReporters(trx, decisionId)).map(
    ({ reporter, outcome }): QueuedEvent => ({
      ...common,
      event: 'moderation.outcome',
      data: { ...outcomeOf(told), reporter: { id: reporter }, outcome },
    }),
  )
  await queueDeliveries(trx, [...actions, ...outcomes])
}

/**
 * Stops what was to be told of a decision; where some of it has been sent, the contrary of each action follows, at once.
 * @param reversalId the decision that takes the other one back
 */
export async function tellReversal(
  trx: Trx,
  { decisionId, reversalId, reason, now }: { decisionId: string; reversalId: string; reason: string; now: Date },
): Promise<void> {
  const { sent, uncertain } = await cancelDeliveries(trx, { subject: decisionId })
  if (sent + uncertain === 0) return
  const told = await readDecision(trx, decisionId)
  const events = told.actions.flatMap((action): QueuedEvent[] => {
    const { inverse } = traitOf(action.type)
    if (inverse === null || action.type === 'escalate') return []
    const data = { ...dataOf(told, action), decisionId: reversalId, reversesId: decisionId, reason }
    return [
      {
        event: 'moderation.action',
        subject: reversalId,
        at: now,
        data: { ...data, action: { type: inverse, reverses: action.type } },
      },
    ]
  })
  await queueDeliveries(trx, events)
}

const dataOf = (told: Told, action: Told['actions'][0]): Record<string, unknown> => ({
  decisionId: told.id,
  caseId: told.case_id,
  action: { ...action.detail, type: action.type, ...(action.until ? { until: action.until } : {}) },
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  member: told.member === null ? null : { id: told.member },
  policyId: told.policy_id,
  reason: told.reason,
  message: fillTemplate(told.member_template ?? '', {
    member: told.member ?? '',
    policy: told.policy ?? '',
    reason: told.reason,
    action: action.type,
    until: action.until ?? '',
  }),
})

const outcomeOf = (told: Told): Record<string, unknown> => ({
  decisionId: told.id,
  caseId: told.case_id,
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  policyId: told.policy_id,
  message: fillTemplate(told.reporter_template ?? '', { policy: told.policy ?? '', reason: told.reason }),
})

async function readDecision(trx: Trx, id: string): Promise<Told> {
  const { rows } = await sql<Told>`
    select decision.id, decision.case_id, decision.revision, decision.reason, decision.policy_id, policy.name as policy,
      policy.member_template, policy.reporter_template, self.item_type, self.item_id, member.external_id as member,
      (select jsonb_agg(jsonb_build_object('type', type, 'detail', detail, 'until',
          to_char(until at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) order by position)
        from moderation_action where decision_id = decision.id) as actions
    from moderation_decision as decision
    join moderation_case as self on self.id = decision.case_id
    left join policy on policy.id = decision.policy_id
    left join member on member.id = self.member_id
    where decision.id = ${id}`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error(`there is no decision ${id}`)
  return row
}

async function readReporters(trx: Trx, decisionId: string): Promise<{ reporter: string; outcome: string }[]> {
  const { rows } = await sql<{ reporter: string; outcome: string }>`
    select distinct member.external_id as reporter, report.outcome from moderation_report as report
    join member on member.id = report.reporter_id where report.settled_by = ${decisionId} order by 1`.execute(trx)
  return rows
}
