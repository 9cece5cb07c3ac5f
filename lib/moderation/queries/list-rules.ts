import { sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { wilsonInterval } from '../engine/backtest'
import type { RuleListQuery, RuleMode, RuleSummary } from '../schema/automatic-rules'
import { HITS_COUNTED, OUTCOME } from './rule-records'

export interface RuleRow {
  id: string
  name: string
  latest_version: number
  mode: RuleMode
  live_version: number | null
  shadow_version: number | null
  shadow_since: Date | null
  daily_cap: number
  acted_today: number
  tripped_at: Date | null
  creator: string | null
  created_at: Date
  updated_at: Date
  live_hits: number
  shadow_hits: number
  decided: number
  right: number
}

const cursor = z.tuple([z.string().max(100), z.uuid()])

/** The rules by name, with what they hit lately and what people made of it; archived ones are left out. */
export async function listRules(
  db: ReadDb,
  { limit, after, mode, isTripped }: RuleListQuery,
  now: Date = new Date(),
): Promise<Page<RuleSummary>> {
  const [name, id] = after === undefined ? [null, null] : decodeCursor(after, cursor)
  const wanted = sql`archived_at is null and (${mode ?? null}::text is null or mode = ${mode ?? null})
    and (${isTripped ?? null}::boolean is null or (tripped_at is not null) = ${isTripped ?? null}::boolean)
    and (${name}::text is null or (lower(name), id) > (${name}::text, ${id}::uuid))
    order by lower(name), id limit ${limit + 1}`
  const rows = await readRules(db, wanted, now)
  return toPage(rows, limit, (row) => [row.name.toLowerCase(), row.id], toSummary)
}

/** @param wanted the rest of a query on moderation_rule, from its conditions on */
export async function readRules(db: ReadDb, wanted: ReturnType<typeof sql>, now: Date): Promise<RuleRow[]> {
  const { rows } = await sql<RuleRow>`
    select rule.id, rule.name, rule.latest_version, rule.mode, rule.live_version, rule.shadow_version, rule.shadow_since,
      rule.daily_cap, rule.tripped_at, rule.created_at, rule.updated_at, actor_name(rule.created_by) as creator,
      acted.today as acted_today, week.live as live_hits, week.shadow as shadow_hits, judged.decided, judged."right"
    from (select * from moderation_rule where ${wanted}) as rule
    cross join lateral (
      select count(*)::int as today from rule_hit where rule_id = rule.id and has_acted
        and at > ${now}::timestamptz - interval '24 hours'
    ) as acted
    cross join lateral (
      select (count(*) filter (where mode = 'live'))::int as live, (count(*) filter (where mode = 'shadow'))::int as shadow
      from rule_hit where rule_id = rule.id and at > ${now}::timestamptz - interval '7 days'
    ) as week
    cross join lateral (
      select count(outcome)::int as decided, (count(*) filter (where outcome = 'right'))::int as "right"
      from (
        select ${OUTCOME} as outcome
        from (select * from rule_hit where rule_id = rule.id order by at desc, id desc limit ${sql.lit(HITS_COUNTED)}) as hit
      ) as each
    ) as judged
    order by lower(rule.name), rule.id`.execute(db)
  return rows
}

export const toSummary = (row: RuleRow): RuleSummary => ({
  id: row.id,
  name: row.name,
  version: row.latest_version,
  mode: row.mode,
  liveVersion: row.live_version,
  shadowVersion: row.shadow_version,
  shadowSince: row.shadow_since?.toISOString() ?? null,
  dailyCap: row.daily_cap,
  actedToday: row.acted_today,
  trippedAt: row.tripped_at?.toISOString() ?? null,
  createdBy: row.creator ?? 'Someone',
  createdAt: row.created_at.toISOString(),
  updatedAt: row.updated_at.toISOString(),
  figures: {
    liveHits: row.live_hits,
    shadowHits: row.shadow_hits,
    decided: row.decided,
    right: row.right,
    precision: row.decided === 0 ? null : row.right / row.decided,
    precisionInterval: wilsonInterval(row.right, row.decided),
  },
})
