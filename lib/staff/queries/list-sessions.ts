import { sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { instantInput } from '@/lib/core/time/instants'
import { type Actor, ownId } from '../actor'
import type { SessionView } from '../schema/sessions'

const cursor = z.tuple([instantInput, z.uuid()])

/** One's own sessions that are open, the newest first. @throws DomainError `permission.denied` */
export async function listOwnSessions(
  db: ReadDb,
  actor: Actor,
  { limit, after }: PageQuery,
): Promise<Page<SessionView>> {
  let query = db
    .selectFrom('staff_session')
    .select(['id', 'client', 'address', 'created_at', 'last_seen_at', 'expires_at'])
    .where('staff_id', '=', ownId(actor))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
  if (after !== undefined) {
    const [at, id] = decodeCursor(after, cursor)
    query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('created_at', 'id'), '<', tuple(new Date(at), id)))
  }
  const rows = await query.execute()
  return toPage(
    rows,
    limit,
    (row) => [row.created_at.toISOString(), row.id],
    (row) => ({
      id: row.id,
      isCurrent: row.id === actor.sessionId,
      client: row.client,
      address: row.address,
      createdAt: row.created_at.toISOString(),
      lastSeenAt: row.last_seen_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
    }),
  )
}
