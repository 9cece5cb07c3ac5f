import { type RawBuilder, sql } from 'kysely'
import { SANCTION_TYPES } from '../../rules/actions'
import { UNDO_MS } from '../../rules/undo'

/** Of which decisions: those of a time, both ends as instants and the second not included, and of the cases of one queue or of all. */
export interface DecisionScope {
  from: string
  to: string
  queue: string | null
}

const isEscalation = (decision: string) =>
  sql`exists (select from moderation_action where decision_id = ${sql.ref(`${decision}.id`)} and type = 'escalate')`

/** Whether a decision is about a case of the queue. */
export const inQueue = (decision: string, queue: string | null): RawBuilder<unknown> =>
  queue === null ? sql`true` : sql`${sql.ref(`${decision}.queue_id`)} = ${queue}`

/**
 * The decisions of people that count for the figures: no reversals, no escalations, which decide nothing, nothing that rules did,
 * and nothing that was taken back before it was told, which is as if it had never been. `since` is when its case was reported
 * or, where nobody reported it, opened.
 */
export const decisionsInScope = ({ from, to, queue }: DecisionScope): RawBuilder<unknown> => sql`
  select decision.id, decision.case_id, decision.opening, decision.revision, decision.policy_id, decision.decided_by,
    decision.decided_at, decision.due_at, greatest(decision.first_report_at, decision.opened_at) as since,
    back.id is not null as is_reversed
  from moderation_decision as decision
  left join moderation_decision as back on back.reverses_id = decision.id and back.reverses_id is not null
  where decision.decided_at >= ${from}::timestamptz and decision.decided_at < ${to}::timestamptz
    and decision.reverses_id is null and decision.decided_by <> 'system'
    and (back.id is null or ${isNotified('decision', 'back')})
    and not ${isEscalation('decision')} and ${inQueue('decision', queue)}`

/** Whether a decision was taken back, by `back`, only after it was told: else it is as if it had never been. */
export const isNotified = (decision: string, back: string) =>
  sql`${sql.ref(`${back}.decided_at`)} > ${sql.ref(`${decision}.decided_at`)} + ${UNDO_MS} * interval '1 millisecond'`

/**
 * The openings of cases that were decided more than once by some instant, with the instant from which on it was not the first
 * time: a case is decided anew only after its decision was taken back, so that the few reversals tell it.
 */
export const decidedAgain = ({ to }: DecisionScope): RawBuilder<unknown> => sql`
  select earlier.case_id, earlier.opening, min(back.decided_at) as at from moderation_decision as back
  join moderation_decision as earlier on earlier.id = back.reverses_id
  where back.reverses_id is not null and back.decided_at < ${to}::timestamptz and earlier.decided_by <> 'system'
    and ${isNotified('earlier', 'back')} and not ${isEscalation('earlier')}
  group by earlier.case_id, earlier.opening`

/** Whether a decision, called `made`, was against the item or its author. */
export const HAS_SANCTION = sql`exists (
  select from moderation_action where decision_id = made.id and type = any(${SANCTION_TYPES}::text[])
)`

/** What a decision, called `made`, found: the policy that was broken, by its id; null where none was. */
export const FIRST_CATEGORY = sql`case when ${HAS_SANCTION} then made.policy_id end`

/** Whether a decision has closed its case, until it is reversed: rules and reversals note no opening. */
export const isClosing = (decision: string): RawBuilder<unknown> =>
  sql`(${sql.ref(`${decision}.opened_at`)} is not null and ${sql.ref(`${decision}.reverses_id`)} is null and not ${isEscalation(decision)})`
