import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { type RuleSet, ruleSet } from '../../engine/host'
import type { RuleBody } from '../../engine/schema'
import { type SignalsNeeded, signalsNeeded } from '../../engine/signals'

/** A version of a rule that is held against what comes in. */
export interface ActiveRule {
  ruleId: string
  version: number
  mode: 'shadow' | 'live'
  body: RuleBody
}

export interface ActiveRules {
  /** In the order in which the engine numbers them. */
  list: readonly ActiveRule[]
  set: RuleSet
  needed: SignalsNeeded
}

let held: { signature: string; rules: ActiveRules } | null = null

/**
 * All versions that are live or in shadow. Versions never change, so that bodies (lists of 50,000 domains among them) are read
 * and compiled only where another version came or went.
 */
export async function readActiveRules(db: ReadDb): Promise<ActiveRules> {
  const { rows } = await sql<Omit<ActiveRule, 'body'>>`
    select rule.id as "ruleId", version.number as version, version.mode
    from moderation_rule as rule
    cross join lateral (values (rule.live_version, 'live'), (rule.shadow_version, 'shadow')) as version (number, mode)
    where rule.archived_at is null and version.number is not null
    order by rule.id, version.number`.execute(db)
  const signature = rows.map(({ ruleId, version, mode }) => `${ruleId} ${version} ${mode}`).join('\n')
  if (held?.signature === signature) return held.rules
  const rules = await readBodies(db, rows)
  held = { signature, rules }
  return rules
}

async function readBodies(db: ReadDb, active: readonly Omit<ActiveRule, 'body'>[]): Promise<ActiveRules> {
  const { rows } = await sql<{ rule_id: string; version: number; body: RuleBody }>`
    select version.rule_id, version.version, version.body
    from jsonb_to_recordset(${JSON.stringify(active)}::jsonb) as one ("ruleId" uuid, version int)
    join moderation_rule_version as version on version.rule_id = one."ruleId" and version.version = one.version`.execute(
    db,
  )
  const bodies = new Map(rows.map((row) => [`${row.rule_id} ${row.version}`, row.body]))
  const list = active.flatMap((one): ActiveRule[] => {
    const body = bodies.get(`${one.ruleId} ${one.version}`)
    return body ? [{ ...one, body }] : []
  })
  const all = list.map(({ body }) => body)
  return { list, set: ruleSet(all), needed: signalsNeeded(all) }
}
