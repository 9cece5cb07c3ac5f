import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import type { Actor } from '@/lib/staff/actor'
import type { RuleBody } from '../engine/schema'
import { checkReadiness } from '../rules/readiness'
import type { RuleDetail, RuleHitView, RuleMode } from '../schema/automatic-rules'
import { caseAccessOf } from './list-cases'
import { type RuleRow, readRules, toSummary } from './list-rules'
import { limitsOf, OUTCOME, readRuleRecords } from './rule-records'

const VERSIONS_SHOWN = 20
const HITS_SHOWN = 30

/**
 * A rule with its latest version's conditions, its versions and what each lacks to go live, and what it hit last, without items of
 * queues that are not the reader's.
 * @throws DomainError `rule.not_found`
 */
export async function getRule(db: ReadDb, actor: Actor, id: string, now: Date = new Date()): Promise<RuleDetail> {
  const [row] = await readRules(db, sql`id = ${id} and archived_at is null`, now)
  if (!row) throw notFound('rule', id)
  const limits = limitsOf(await getSettings(db))
  const [body, versions, recentHits, undecided] = await Promise.all([
    readBody(db, id, row.latest_version),
    readVersions(db, row),
    readHits(db, actor, id),
    readUndecided(db, id, now),
  ])
  const proofs = await readRuleRecords(
    db,
    { id, shadowVersion: row.shadow_version, shadowSince: row.shadow_since },
    versions.map(({ version }) => version),
  )
  return {
    ...toSummary(row),
    body,
    versions: versions.map((version, index) => ({
      ...version,
      readiness: checkReadiness(
        proofs[index] ?? { backtests: [], shadowSince: null, decided: 0, right: 0 },
        limits,
        now,
      ),
    })),
    recentHits,
    undecided,
    limits,
  }
}

async function readBody(db: ReadDb, id: string, version: number): Promise<RuleBody> {
  const { rows } = await sql<{ body: RuleBody }>`
    select body from moderation_rule_version where rule_id = ${id} and version = ${version}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('rule', id)
  return row.body
}

type VersionRow = Omit<RuleDetail['versions'][number], 'readiness'>

/** The latest ones, and those that are at work however old they are. */
async function readVersions(db: ReadDb, rule: RuleRow): Promise<VersionRow[]> {
  const { rows } = await sql<{ version: number; creator: string | null; created_at: Date }>`
    select version, actor_name(created_by) as creator, created_at from moderation_rule_version
    where rule_id = ${rule.id} and (version > ${rule.latest_version - VERSIONS_SHOWN}
      or version in (${rule.live_version}, ${rule.shadow_version}))
    order by version desc`.execute(db)
  return rows.map(({ version, creator, created_at: at }) => ({
    version,
    mode: modeOf(rule, version),
    createdBy: creator ?? 'Someone',
    createdAt: at.toISOString(),
  }))
}

const modeOf = ({ live_version, shadow_version }: RuleRow, version: number): RuleMode =>
  version === live_version ? 'live' : version === shadow_version ? 'shadow' : 'draft'

interface HitRow {
  id: number
  version: number
  mode: RuleHitView['mode']
  itemType: RuleHitView['itemType']
  itemId: string
  text: string | null
  hits: RuleHitView['hits']
  caseId: number | null
  hasActed: boolean
  outcome: RuleHitView['outcome']
  at: Date
}

async function readHits(db: ReadDb, actor: Actor, id: string): Promise<RuleHitView[]> {
  const { rows } = await sql<HitRow>`
    select hit.id, hit.version, hit.mode, hit.item_type as "itemType", hit.item_id as "itemId", hit.text, hit.hits,
      hit.case_id as "caseId", hit.has_acted as "hasActed", ${OUTCOME} as outcome, hit.at
    from rule_hit as hit
    left join moderation_case as self on self.item_type = hit.item_type and self.item_id = hit.item_id
    where hit.rule_id = ${id} and (self.id is null or ${caseAccessOf(actor)})
    order by hit.at desc, hit.id desc limit ${sql.lit(HITS_SHOWN)}`.execute(db)
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

const UNDECIDED_SHOWN = 10

async function readUndecided(db: ReadDb, id: string, now: Date): Promise<RuleDetail['undecided']> {
  const { rows } = await sql<{ missing: string[]; items: number; at: Date }>`
    select missing, sum(items)::int as items, max(at) as at from rule_undecided
    where rule_id = ${id} and at > ${now}::timestamptz - interval '24 hours'
    group by missing order by items desc limit ${sql.lit(UNDECIDED_SHOWN)}`.execute(db)
  return rows.map(({ missing, items, at }) => ({ missing, items, lastAt: at.toISOString() }))
}
