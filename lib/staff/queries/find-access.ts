import type { SessionClaim } from '@/lib/core/auth/session'
import { hashToken } from '@/lib/core/crypto/secrets'
import type { ReadDb } from '@/lib/core/db/types'
import { roleSchema, type StaffSummary } from '../schema'

export const KEY_PREFIX = 'gh_'

/** The person whom a session's claim names, unless disabled or the version shows that the session was ended. */
export async function findSessionStaff(
  db: ReadDb,
  { staffId, version }: SessionClaim,
): Promise<(StaffSummary & { lastSeenAt: Date | null }) | undefined> {
  const row = await db
    .selectFrom('staff')
    .select(['id', 'name', 'email', 'role', 'last_seen_at'])
    .where('id', '=', staffId)
    .where('session_version', '=', version)
    .where('disabled_at', 'is', null)
    .executeTakeFirst()
  if (!row) return undefined
  return {
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
