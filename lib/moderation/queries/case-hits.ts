import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { CaseHit } from '../schema/cases'

/** So many of the newest; a rule's own page has all of its own. */
const SHOWN_MAX = 50

/** What rules found in the item of a case, newest first: those in shadow, too, which have no case of their own. */
export async function listCaseHits(db: ReadDb, { itemType, itemId }: { itemType: string; itemId: string }) {
  const { rows } = await sql<Omit<CaseHit, 'at'> & { at: Date }>`
    select hit.id, hit.rule_id as "ruleId", version.body ->> 'name' as rule, rule.archived_at is not null as "isArchived",
      hit.version, hit.mode, hit.has_acted as "hasActed", hit.item_revision as revision, hit.text, hit.hits as places, hit.at
    from rule_hit as hit
    join moderation_rule as rule on rule.id = hit.rule_id
    join moderation_rule_version as version on version.rule_id = hit.rule_id and version.version = hit.version
    where hit.item_type = ${itemType} and hit.item_id = ${itemId}
    order by hit.at desc, hit.id desc limit ${sql.lit(SHOWN_MAX)}`.execute(db)
  return rows.map((row): CaseHit => ({ ...row, at: row.at.toISOString() }))
}
