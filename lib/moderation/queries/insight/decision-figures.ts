import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type DecisionScope, decidedAgain, decisionsInScope, FIRST_CATEGORY } from './made-decisions'

/** Of all decisions, or of those of one person. */
export interface DecisionRow {
  /** Null for all. */
  ref: string | null
  name: string | null
  decisions: number
  reversed: number
  /** Cases whose first decision it was. */
  firsts: number
  p50: number | null
  p90: number | null
  p99: number | null
  due: number
  met: number
}

/** How many decisions were made, how long the first of each case took, and whether it came in time; for all and by person. */
export async function readDecisions(db: ReadDb, extent: DecisionScope): Promise<DecisionRow[]> {
  const { rows } = await sql<DecisionRow>`
    with timed as (
      select decided_by, is_reversed, again.at is null or again.at > decided_at as is_first, due_at is not null as has_due,
        decided_at <= due_at as is_met, extract(epoch from decided_at - since)::double precision as seconds
      from (${decisionsInScope(extent)}) as made
      left join (${decidedAgain(extent)}) as again on again.case_id = made.case_id and again.opening = made.opening
    ),
    figures as (
      select decided_by as ref, count(*)::int as decisions, (count(*) filter (where is_reversed))::int as reversed,
        (count(seconds) filter (where is_first))::int as firsts,
        percentile_cont(array[0.5, 0.9, 0.99]) within group (order by seconds) filter (where is_first) as times,
        (count(*) filter (where is_first and has_due))::int as due, (count(*) filter (where is_first and is_met))::int as met
      from timed group by grouping sets ((), (decided_by))
    )
    select ref, actor_name(ref) as name, decisions, reversed, firsts, times[1] as p50, times[2] as p90, times[3] as p99, due, met
    from figures order by ref nulls first`.execute(db)
  return rows
}

export interface JudgementRow {
  ref: string
  /** The policy's id, or null where nothing was found against the rules. */
  first: string | null
  second: string | null
  count: number
}

/** How the decisions of a time were judged at first and by the second reviewer, by who made them. */
export async function readJudgements(db: ReadDb, extent: DecisionScope): Promise<JudgementRow[]> {
  const { rows } = await sql<JudgementRow>`
    select ref, first, second, count(*)::int as count from (
      select made.decided_by as ref, ${FIRST_CATEGORY} as first, review.policy_id as second
      from second_review as review join (${decisionsInScope(extent)}) as made on made.id = review.decision_id
    ) as judged group by ref, first, second`.execute(db)
  return rows
}
