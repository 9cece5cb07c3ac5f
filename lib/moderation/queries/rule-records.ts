import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'
import type { RuleLimits, RuleRecord } from '../rules/readiness'

/** Backtests of one version that are looked at, the latest first. */
const BACKTESTS_MAX = 20

export const limitsOf = ({ ruleLeastRows, ruleLeastPrecision, ruleShadowDays }: Settings): RuleLimits => ({
  leastRows: ruleLeastRows,
  leastPrecision: ruleLeastPrecision,
  shadowDays: ruleShadowDays,
})

/** Of a rule's hits that are looked at, the latest ones: figures stay quick however often it hits. */
export const HITS_COUNTED = 500

/**
 * What people made of hits, for a table `hit` of rule_hit: `right` where a person's decision about the very revision did
 * something, `wrong` where it let it stand; null where nobody has ruled, or the ruling was taken back.
 */
export const OUTCOME = sql`(
  select case when bool_or(action.type in ('hide', 'remove', 'warn', 'mute', 'suspend', 'ban', 'custom')) then 'right' else 'wrong' end
  from (
    select ruling.id from moderation_case as self
    join moderation_decision as ruling on ruling.case_id = self.id
    where self.item_type = hit.item_type and self.item_id = hit.item_id and ruling.revision = hit.item_revision
      and ruling.decided_by <> 'system' and ruling.reverses_id is null
      and not exists (select from moderation_decision as later where later.reverses_id = ruling.id)
      and exists (select from moderation_action where decision_id = ruling.id and type <> 'escalate')
    order by ruling.decided_at desc limit 1
  ) as last join moderation_action as action on action.decision_id = last.id having count(*) > 0
)`

interface ProofRow {
  version: number
  decided: number
  right: number
  backtests: { rows: number | null; precision: number | null }[]
}

/** What is known of versions of a rule, in the order asked. */
export async function readRuleRecords(
  db: ReadDb,
  { id, shadowVersion, shadowSince }: { id: string; shadowVersion: number | null; shadowSince: Date | null },
  versions: readonly number[],
): Promise<RuleRecord[]> {
  const { rows } = await sql<ProofRow>`
    select asked.version, judged.decided, judged."right", array(
      select jsonb_build_object('rows', result -> 'distinct' -> 'rows', 'precision', result -> 'distinct' -> 'precision') from rule_backtest
      where rule_id = ${id} and version = asked.version and state = 'done'
      order by created_at desc limit ${sql.lit(BACKTESTS_MAX)}
    ) as backtests
    from unnest(${versions}::int[]) as asked (version)
    cross join lateral (
      select count(outcome)::int as decided, (count(*) filter (where outcome = 'right'))::int as "right"
      from (
        select ${OUTCOME} as outcome from (
          select * from rule_hit where rule_id = ${id} and version = asked.version
          order by at desc limit ${sql.lit(HITS_COUNTED)}
        ) as hit
      ) as each
    ) as judged`.execute(db)
  const found = new Map(rows.map((row) => [row.version, row]))
  return versions.map((version) => {
    const row = found.get(version)
    return {
      backtests: row?.backtests ?? [],
      shadowSince: version === shadowVersion ? shadowSince : null,
      decided: row?.decided ?? 0,
      right: row?.right ?? 0,
    }
  })
}
