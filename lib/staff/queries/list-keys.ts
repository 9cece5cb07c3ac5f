import type { Selectable } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ApiKey } from '@/lib/core/db/schema.generated'
import type { ReadDb } from '@/lib/core/db/types'
import { instantInput } from '@/lib/core/time/instants'
import { type KeyView, roleSchema } from '../schema'

const COLUMNS = [
  'id',
  'name',
  'role',
  'scopes',
  'hint',
  'created_by',
  'created_at',
  'last_used_at',
  'revoked_at',
] as const
const cursor = z.tuple([instantInput, z.uuid()])

/** All API keys, newest first; revoked ones stay in the list, so that the log's ids keep a name. */
export async function listKeys(db: ReadDb, { limit, after }: PageQuery): Promise<Page<KeyView>> {
  let query = db
    .selectFrom('api_key')
    .select(COLUMNS)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, cursor)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(at), id)))
  }
  return toPage(await query.execute(), limit, (row) => [row.created_at.toISOString(), row.id], toKeyView)
}

export const toKeyView = (row: Pick<Selectable<ApiKey>, (typeof COLUMNS)[number]>): KeyView => ({
  id: row.id,
  name: row.name,
  role: roleSchema.parse(row.role),
  scopes: row.scopes,
  hint: row.hint,
  createdBy: row.created_by,
  createdAt: row.created_at.toISOString(),
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
})
