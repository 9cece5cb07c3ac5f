import { sql } from 'kysely'
import type { SessionClaim } from '@/lib/core/auth/session'
import { hashToken } from '@/lib/core/crypto/secrets'
import type { ReadDb } from '@/lib/core/db/types'
import { roleSchema, type StaffSummary } from '../schema'

export const KEY_PREFIX = 'gh_'

export interface SessionStaff extends StaffSummary {
  lastSeenAt: Date | null
  /** Null for a token that was made before sessions had rows. */
  session: { id: string; lastSeenAt: Date } | null
}

/**
 * The person whom a session's claim names, unless disabled, or the session was ended: by itself, which its row tells, or with all
 * of the person's, by the version. One statement, since every request asks.
 */
export async function findSessionStaff(
  db: ReadDb,
  { staffId, version, sessionId }: SessionClaim,
): Promise<SessionStaff | undefined> {
  const row = await db
    .selectFrom('staff')
    .leftJoin('staff_session as session', (join) =>
      join
        .onRef('session.staff_id', '=', 'staff.id')
        .on('session.id', '=', sessionId)
        .on('session.ended_at', 'is', null)
        .on('session.expires_at', '>', sql<Date>`now()`),
    )
    .select(['staff.id', 'name', 'email', 'role', 'staff.last_seen_at', 'session.last_seen_at as session_seen_at'])
    .where('staff.id', '=', staffId)
    .where('session_version', '=', version)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row || (sessionId && !row.session_seen_at)) return undefined
  return {
    session: sessionId && row.session_seen_at ? { id: sessionId, lastSeenAt: row.session_seen_at } : null,
    id: row.id,
    name: row.name,
    email: row.email,
    role: roleSchema.parse(row.role),
    lastSeenAt: row.last_seen_at,
  }
}

/** The API key with this text, unless revoked. Found by its hash, so that comparing leaks no timing. */
export async function findKey(db: ReadDb, key: string) {
  if (!key.startsWith(KEY_PREFIX)) return undefined
  const row = await db
    .selectFrom('api_key')
    .select(['id', 'role', 'scopes', 'last_used_at'])
    .where('key_hash', '=', hashToken(key))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && { id: row.id, role: roleSchema.parse(row.role), scopes: row.scopes, lastUsedAt: row.last_used_at }
}
