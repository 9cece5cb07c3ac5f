import { type RawBuilder, sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { ClassifierView } from '../schema/classifiers'

interface Row extends Omit<ClassifierView, 'host' | 'url' | 'enabled' | 'answeredAt' | 'failedAt' | 'createdAt'> {
  url: string
  disabled_at: Date | null
  answered_at: Date | null
  failed_at: Date | null
  created_at: Date
}

/** The classifiers by name; there are few, so that one page holds them all. Their addresses are for who may change them. */
export async function listClassifiers(db: ReadDb, actor: Actor): Promise<{ items: ClassifierView[]; next: null }> {
  const rows = await readRows(db, sql`true`)
  return { items: rows.map((row) => toView(row, actor)), next: null }
}

/** @throws DomainError `classifier.not_found` */
export async function getClassifier(db: ReadDb, actor: Actor, id: string): Promise<ClassifierView> {
  const [row] = await readRows(db, sql`one.id = ${id}`)
  if (!row) throw notFound('classifier', id)
  return toView(row, actor)
}

/** Without the secrets, which no list reads. */
async function readRows(db: ReadDb, wanted: RawBuilder<unknown>): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select one.id, one.name, one.url, one.auth, one.labels, one.timeout_ms as "timeoutMs", one.disabled_at, one.answered_at,
      one.failed_at, one.failure, one.version, one.created_at,
      one.failed_at is not null and (one.answered_at is null or one.failed_at > one.answered_at) as "isFailing",
      ${rulesUsingClassifier(sql`one.name`)} as rules
    from moderation_classifier as one where one.deleted_at is null and ${wanted} order by lower(one.name), one.id`.execute(
    db,
  )
  return rows
}

/** Names of the rules that ask a classifier in a version that is live or in shadow. */
export const rulesUsingClassifier = (name: RawBuilder<unknown>): RawBuilder<string[]> => sql<string[]>`array(
  select distinct rule.name from moderation_rule as rule
  join moderation_rule_version as version on version.rule_id = rule.id
    and version.version in (rule.live_version, rule.shadow_version)
  where rule.archived_at is null and rule.mode <> 'draft' and jsonb_path_exists(version.body,
    '$.when.** ? (@.kind == "classifier" && @.name == $name)', jsonb_build_object('name', ${name}))
  order by rule.name
)`

function toView(row: Row, actor: Actor): ClassifierView {
  const { url, disabled_at, answered_at, failed_at, created_at, ...rest } = row
  return {
    ...rest,
    host: new URL(url).host,
    url: isAllowed(actor, 'classifiers:write') ? url : null,
    enabled: disabled_at === null,
    answeredAt: answered_at?.toISOString() ?? null,
    failedAt: failed_at?.toISOString() ?? null,
    createdAt: created_at.toISOString(),
  }
}
