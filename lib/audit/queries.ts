import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { AUDIT_ACTOR_KINDS, type AuditHead, type AuditQuery, type AuditView, hasNoId } from './schema'

const cursor = z.tuple([z.number().int()])
const knownActorKind = z.enum(AUDIT_ACTOR_KINDS)
const detailShape = z.record(z.string(), z.unknown()).nullable()

/** By the key, for each row of the page: a join as text would read all members. */
const memberName = sql<string | null>`case when entry.actor_kind = 'member' and entry.actor_id ~ '^[0-9]{1,18}$' then (
  select name from member where id = entry.actor_id::bigint
) end`

/** The audit log, newest first, a page at a time. */
export async function listAudit(db: ReadDb, query: AuditQuery): Promise<Page<AuditView>> {
  const { limit, after, actor, actorKind, action, targetKind, target, from, to } = query
  let rows = db
    .selectFrom('audit_entry as entry')
    .leftJoin('audit_detail as detail', 'detail.entry_id', 'entry.id')
    // Ids that are no uuid belong to neither table; comparing as text spares the cast its error.
    .leftJoin('staff', (join) =>
      join.on(sql`staff.id::text`, '=', sql`entry.actor_id`).on('entry.actor_kind', '=', 'staff'),
    )
    .leftJoin('api_key', (join) =>
      join.on(sql`api_key.id::text`, '=', sql`entry.actor_id`).on('entry.actor_kind', '=', 'key'),
    )
    .select([
      'entry.id',
      'entry.at',
      'entry.actor_kind',
      'entry.actor_id',
      'entry.action',
      'entry.target_kind',
      'entry.target_id',
      'detail.detail',
      (eb) => eb.fn.coalesce('staff.name', 'api_key.name', memberName).as('actor_name'),
    ])
    .orderBy('entry.id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) rows = rows.where('entry.id', '<', decodeCursor(after, cursor)[0])
  if (actor !== undefined) rows = rows.where('entry.actor_id', '=', actor)
  if (actorKind !== undefined) {
    rows = rows.where('entry.actor_kind', '=', actorKind)
    // With this the index by id serves those without one, too.
    if (hasNoId(actorKind)) rows = rows.where('entry.actor_id', 'is', null)
  }
  if (action !== undefined) rows = rows.where('entry.action', '=', action)
  if (targetKind !== undefined) rows = rows.where('entry.target_kind', '=', targetKind)
  if (target !== undefined) rows = rows.where('entry.target_id', '=', target)
  if (from !== undefined) rows = rows.where('entry.at', '>=', new Date(from))
  if (to !== undefined) rows = rows.where('entry.at', '<', new Date(to))
  return toPage(
    await rows.execute(),
    limit,
    (row) => [row.id],
    (row) => ({
      id: String(row.id),
      at: row.at.toISOString(),
      actor: { kind: knownActorKind.parse(row.actor_kind), id: row.actor_id, name: row.actor_name },
      action: row.action,
      targetKind: row.target_kind,
      target: row.target_id,
      detail: detailShape.parse(row.detail ?? null),
    }),
  )
}

/**
 * The actions that stand in the log, by name. One probe of the index per action (a loose scan), so that it costs the same
 * however long the log is.
 */
export async function listAuditActions(db: ReadDb): Promise<string[]> {
  const { rows } = await sql<{ action: string }>`
    with recursive found(action) as (
      (select action from audit_entry order by action limit 1)
      union all
      select (select action from audit_entry where action > found.action order by action limit 1)
      from found where found.action is not null
    )
    select action from found where action is not null`.execute(db)
  return rows.map((row) => row.action)
}

/** An instant of the database as text in ISO 8601 and UTC, with the microseconds that a JavaScript date can't hold. */
export const microseconds = (instant: RawBuilder<unknown>): RawBuilder<string> =>
  sql<string>`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

/** The newest entry, whose hash covers all before it; null while there is none. */
export async function getAuditHead(db: ReadDb): Promise<AuditHead | null> {
  const row = await db
    .selectFrom('audit_entry')
    .select(['id', 'hash', microseconds(sql.ref('at')).as('at')])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? { id: row.id, hash: row.hash.toString('hex'), at: row.at } : null
}

/** The hash of an entry in hex; null where there is no entry of this id. */
export async function findEntryHash(db: ReadDb, id: number): Promise<string | null> {
  const row = await db.selectFrom('audit_entry').select('hash').where('id', '=', id).executeTakeFirst()
  return row?.hash.toString('hex') ?? null
}
