import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type DecisionScope, decisionsInScope, HAS_SANCTION } from './made-decisions'

export interface RulePrecisionRow {
  id: string
  name: string
  decided: number
  right: number
}

/**
 * What people made of what live rules had found before: for each rule the decisions about the very revision that it hit, each
 * once, and those of them against the item. Decisions that were taken back don't count, and of several about one revision the last.
 */
export async function readRulePrecision(db: ReadDb, extent: DecisionScope): Promise<RulePrecisionRow[]> {
  const { rows } = await sql<RulePrecisionRow>`
    with pairs as (
      select distinct hit.rule_id, made.id, made.case_id, made.revision, made.decided_at
      from (${decisionsInScope(extent)}) as made join rule_hit as hit on hit.case_id = made.case_id and hit.opening = made.opening and hit.mode = 'live'
        and hit.item_revision = made.revision and hit.at <= made.decided_at
      where not made.is_reversed
    ),
    last as (
      select distinct on (rule_id, case_id, revision) rule_id, id from pairs
      order by rule_id, case_id, revision, decided_at desc, id desc
    ),
    judged as (
      select rule_id, count(*)::int as decided, (count(*) filter (where ${HAS_SANCTION}))::int as "right"
      from last as made group by rule_id
    )
    select rule.id, rule.name, judged.decided, judged."right"
    from judged join moderation_rule as rule on rule.id = judged.rule_id
    order by judged.decided desc, lower(rule.name), rule.id`.execute(db)
  return rows
}
