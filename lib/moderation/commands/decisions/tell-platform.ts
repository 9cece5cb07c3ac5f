import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { cancelDeliveries, resumeDeliveries } from '@/lib/webhooks/commands/cancel-deliveries'
import { type QueuedEvent, queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { traitOf } from '../../rules/actions'
import { type AutomaticType, aspectOf } from '../../rules/outranking'
import { UNDO_MS } from '../../rules/undo'
import type { ActionType } from '../../schema/decisions'
import { endWords, fillTemplate } from '../../schema/template'

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

interface ToldReversal {
  decisionId: string
  /** The decision that takes the other one back. */
  reversalId: string
  reason: string
  now: Date
  /** What rules had done and stands again: that is told in the place of the contrary. */
  returning?: readonly AutomaticType[]
}

/**
 * Stops what was to be told of a decision; where some of it has been sent, the contrary of each action follows, at once. Answers
 * whether the platform had heard of it.
 */
export async function tellReversal(
  trx: Trx,
  { decisionId, reversalId, reason, now, returning = [] }: ToldReversal,
): Promise<boolean> {
  const { sent, uncertain } = await cancelDeliveries(trx, { subject: decisionId })
  if (sent + uncertain === 0) return false
  const told = await readDecision(trx, decisionId)
  // That the case is open again contradicts nothing.
  const actions = told.actions.filter(({ type }) => type === 'keep' || !returning.some((one) => one === aspectOf(type)))
  await queueDeliveries(trx, contraryOf({ ...told, actions }, { by: reversalId, reason, at: now }))
  return true
}

interface ToldLifting {
  /** The decision of the rules. */
  automaticId: string
  type: AutomaticType
  /** The decision that outranks it. */
  decisionId: string
  reason: string
  now: Date
  isTold: boolean
}

/** Stops what was to be told of what a rule did; where that was sent, the contrary follows together with the decision itself. */
export async function tellLifted(
  trx: Trx,
  { automaticId, type, decisionId, reason, now, isTold }: ToldLifting,
): Promise<void> {
  const { sent, uncertain } = await cancelDeliveries(trx, { subject: automaticId, actions: [type] })
  if (!isTold || sent + uncertain === 0) return
  const told = await readDecision(trx, automaticId)
  const actions = told.actions.filter((action) => action.type === type)
  const notBefore = new Date(now.getTime() + UNDO_MS)
  await queueDeliveries(trx, contraryOf({ ...told, actions }, { by: decisionId, reason, at: now, notBefore }))
}

interface ToldAgain {
  automaticId: string
  type: AutomaticType
  /** Whether the platform has heard otherwise since; null where another action says all there is to say. */
  isNeeded: boolean | null
  now: Date
}

/** Goes on telling what a rule did: once more, at once, where the platform has heard otherwise, else what was called off. */
export async function tellAgain(trx: Trx, { automaticId, type, isNeeded, now }: ToldAgain): Promise<void> {
  await resumeDeliveries(trx, { subject: automaticId, actions: [type], isRevived: isNeeded === false })
  if (!isNeeded) return
  const told = await readDecision(trx, automaticId)
  const events = told.actions
    .filter((action) => action.type === type)
    .map((action): QueuedEvent => {
      const data = dataOf(told, action)
      return { event: 'moderation.action', subject: automaticId, at: now, data }
    })
  await queueDeliveries(trx, events)
}

/** For each action of a decision the one that takes it back, as part of another decision. */
const contraryOf = (
  told: Told,
  { by, reason, ...when }: { by: string; reason: string } & Pick<QueuedEvent, 'at' | 'notBefore'>,
): QueuedEvent[] =>
  told.actions.flatMap((action): QueuedEvent[] => {
    const { inverse } = traitOf(action.type)
    if (inverse === null || action.type === 'escalate') return []
    const data = { ...dataOf(told, action), decisionId: by, reversesId: told.id, reason }
    // The policy's template is about what is taken back here.
    const contrary = { ...data, message: '', action: { type: inverse, reverses: action.type } }
    return [{ ...when, event: 'moderation.action', subject: by, data: contrary }]
  })

const dataOf = (told: Told, action: Told['actions'][0]): Record<string, unknown> => ({
  decisionId: told.id,
  caseId: told.case_id,
  action: { ...action.detail, type: action.type, ...(action.until ? { until: action.until } : {}) },
  item: { type: told.item_type, id: told.item_id, revision: told.revision },
  member: told.member === null ? null : { id: told.member },
  policyId: told.policy_id,
  reason: told.reason,
  message: traitOf(action.type).isPenal ? messageOf(told, action) : '',
})

/** What the member reads of what is done to them or their item. */
const messageOf = (told: Told, action: Told['actions'][0]): string =>
  fillTemplate(told.member_template ?? '', {
    member: told.member ?? '',
    policy: told.policy ?? '',
    reason: told.reason,
    action: action.type,
    until: endWords(action.until),
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
    left join member on member.id = self.member_id and member.erased_at is null
    where decision.id = ${id}`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error(`there is no decision ${id}`)
  return row
}

async function readReporters(trx: Trx, decisionId: string): Promise<{ reporter: string; outcome: string }[]> {
  const { rows } = await sql<{ reporter: string; outcome: string }>`
    select distinct member.external_id as reporter, report.outcome from moderation_report as report
    join member on member.id = report.reporter_id and member.erased_at is null where report.settled_by = ${decisionId} order by 1`.execute(
    trx,
  )
  return rows
}
