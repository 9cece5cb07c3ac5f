import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { RuleHit } from '../../engine/schema'
import type { ItemInput } from '../../schema/items'
import { findOrAddMembers } from '../intake/find-people'
import type { ActiveRule } from './active-rules'

/** Kept of the text, to show what a rule has found. */
const TEXT_KEPT = 1_000

/** Of the very text: one that was edited in any way is another. */
export const hashText = (text: string): Buffer => createHash('sha256').update(text).digest()

/** A rule that matched an item. */
export interface Match {
  /** The item's place in the batch. */
  index: number
  item: ItemInput
  /** What was held against the rule: places of hits are in it. */
  text: string
  rule: ActiveRule
  hits: readonly RuleHit[]
}

/** A match as it is written down. */
export interface NotedHit extends Match {
  mode: 'shadow' | 'live'
  caseId: number | null
  opening: number | null
  revision: number
  hasActed: boolean
}

/**
 * Writes hits down, each once for a version, an item's revision and its text; one that is there is left as it is. Answers how many
 * are new.
 */
export async function recordHits(trx: Trx, noted: readonly NotedHit[], now: Date): Promise<number> {
  if (noted.length === 0) return 0
  const people = noted.flatMap(({ item }) => authorOf(item) ?? [])
  const members = await findOrAddMembers(trx, people)
  const rows = noted.map(({ item, text, rule, hits, mode, caseId, opening, revision, hasActed }) => ({
    rule: rule.ruleId,
    version: rule.version,
    mode,
    type: item.type,
    id: item.id,
    revision,
    hash: hashText(text).toString('hex'),
    text: wholeCharacters(text.slice(0, TEXT_KEPT)),
    hits: hits.filter(({ end }) => end <= TEXT_KEPT),
    case_id: caseId,
    opening,
    member: members.get(authorOf(item)?.id ?? '') ?? null,
    has_acted: hasActed,
  }))
  const { numAffectedRows } = await sql`
    insert into rule_hit (rule_id, version, mode, item_type, item_id, item_revision, text_hash, text, hits, case_id, opening,
      member_id, has_acted, at)
    select rule, version, mode, type, id, revision, decode(hash, 'hex'), text, hits, case_id, opening, member, has_acted,
      ${now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as hit (rule uuid, version int, mode text, type text, id text,
      revision int, hash text, text text, hits jsonb, case_id bigint, opening int, member bigint, has_acted boolean)
    order by rule, type collate "C", id collate "C"
    on conflict on constraint rule_hit_once do nothing`.execute(trx)
  return Number(numAffectedRows ?? 0)
}

const authorOf = (item: ItemInput): { id: string; name?: string | undefined } | undefined =>
  item.type === 'member' ? { id: item.id, name: item.name } : item.author

/** Half a surrogate pair at the cut is no text that Postgres takes. */
const wholeCharacters = (text: string): string => text.replace(/[\uD800-\uDBFF]$/, '')

/** Of live matches those whose rule has acted on this very item and text before: nothing is done twice. */
export async function readActed(trx: Trx, matches: readonly Match[]): Promise<Set<Match>> {
  if (matches.length === 0) return new Set()
  const rows = matches.map(({ item, text, rule }, at) => ({
    at,
    rule: rule.ruleId,
    type: item.type,
    id: item.id,
    revision: item.revision ?? null,
    hash: hashText(text).toString('hex'),
  }))
  const { rows: found } = await sql<{ at: number }>`
    select match.at from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as match (at int, rule uuid, type text, id text, revision int, hash text)
    where exists (
      select from moderation_rule_version as version
      join rule_hit as hit on hit.rule_id = version.rule_id and hit.version = version.version and hit.mode = 'live'
        and hit.item_type = match.type and hit.item_id = match.id
      where version.rule_id = match.rule and hit.text_hash = decode(match.hash, 'hex') and hit.has_acted
        and (match.revision is null or hit.item_revision = match.revision)
    )`.execute(trx)
  return new Set(found.flatMap(({ at }) => matches[at] ?? []))
}
