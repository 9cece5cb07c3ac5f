import { sql } from 'kysely'
import type { MemberRelation, Relation } from '../metrics/relation'
import { isClosing, isNotified } from './queries/insight/made-decisions'

const ITEM_TYPE = { column: sql`opening.item_type`, type: 'text' } as const

/**
 * Every opening of a case: the present one stands in the case, those before in the decisions that closed them. Of several decisions
 * on one opening the first stands for it.
 */
export const CASE_OPENINGS: Relation = {
  name: 'case_opening',
  rows: sql`(
    select opened_at, item_type from moderation_case
    union all
    select decision.opened_at, self.item_type
    from moderation_decision as decision join moderation_case as self on self.id = decision.case_id
    where decision.opened_at is not null and decision.opening < self.opening
      and not exists (
        select from moderation_decision as earlier
        where earlier.case_id = decision.case_id and earlier.opening = decision.opening and earlier.opened_at is not null
          and (earlier.decided_at, earlier.id) < (decision.decided_at, decision.id)
      )
  ) as opening`,
  at: sql`opening.opened_at`,
  labels: { item_type: ITEM_TYPE },
  isDeferred: true,
}

/** Whether a decision is a person's first answer to an opening: it closed the case, and was not taken back before it was told. */
const isAnswer = (decision: string, back: string) => sql`
  ${isClosing(decision)} and ${sql.ref(`${decision}.decided_by`)} <> 'system'
  and (${sql.ref(`${back}.id`)} is null or ${isNotified(decision, back)})`

/** Answers to openings, each decision with what took it back, where something did. */
const answers = sql`
  select decision.id, decision.case_id, decision.opening, decision.decided_at,
    greatest(decision.first_report_at, decision.opened_at) as since
  from moderation_decision as decision
  left join moderation_decision as back on back.reverses_id = decision.id and back.reverses_id is not null
  where ${isAnswer('decision', 'back')}`

/**
 * Every opening of a case with the instant from which somebody waited for an answer (the first report or, where nobody reported it
 * or reports came from before, the opening) and that of the first decision on it; null while there is none.
 */
export const CASE_ANSWERS = {
  name: 'case_answer',
  rows: sql`(
    select answer.since, answer.decided_at, self.item_type
    from (${answers}) as answer join moderation_case as self on self.id = answer.case_id
    where not exists (
      select from (${answers}) as earlier
      where earlier.case_id = answer.case_id and earlier.opening = answer.opening
        and (earlier.decided_at, earlier.id) < (answer.decided_at, answer.id)
    )
    union all
    select greatest(opened_at, (
        select min(report.created_at) from moderation_report as report
        where report.case_id = self.id and report.opening = self.opening
      )), null, item_type
    from moderation_case as self
    where not exists (
      select from (${answers}) as answer where answer.case_id = self.id and answer.opening = self.opening
    )
  ) as opening`,
  at: sql`opening.since`,
  until: sql`opening.decided_at`,
  begins: 'cases_opened',
  labels: { item_type: ITEM_TYPE },
} satisfies Relation

/** Appeals that were ruled on, against decisions of people. */
export const RULED_APPEALS: Relation = {
  name: 'ruled_appeal',
  rows: sql`(
    select appeal.ruled_at, appeal.status from appeal
    join moderation_decision as decision on decision.id = appeal.decision_id
    where appeal.ruled_at is not null and decision.decided_by <> 'system'
  ) as ruled`,
  at: sql`ruled.ruled_at`,
  labels: {},
  isDeferred: true,
}

/** Reports, by who made them. */
export const REPORTS: MemberRelation = {
  name: 'report',
  rows: sql`moderation_report as report`,
  at: sql`report.created_at`,
  member: sql`report.reporter_id`,
  labels: {},
}
