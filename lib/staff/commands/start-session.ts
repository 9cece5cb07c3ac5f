import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { SESSION_MAX_AGE_SECONDS, type SessionClaim } from '@/lib/core/auth/session'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { describeClient } from '../client'

/** Where a sign-in comes from. */
export interface SignInOrigin {
  address: string | null
  /** As the browser names itself. */
  userAgent?: string | null
}

/**
 * Starts a session of a person, or answers null where they were disabled or all their sessions ended since `version` was read: with
 * a password, say, that was changed in the meantime. Its id is random and stands in the encrypted token alone.
 */
export async function startSession(
  trx: Trx,
  { id: staffId, version }: { id: string; version: number },
  { address, userAgent }: SignInOrigin,
): Promise<(SessionClaim & { sessionId: string }) | null> {
  // Locked, so that what ends all sessions of the person comes before this one or sees it.
  const isCurrent = await trx
    .selectFrom('staff')
    .select('id')
    .where('id', '=', staffId)
    .where('session_version', '=', version)
    .where('disabled_at', 'is', null)
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (!isCurrent) return null
  const sessionId = randomUUID()
  // Milliseconds, which a list's cursor can hold; the database's default has finer ones.
  const now = new Date()
  await trx
    .insertInto('staff_session')
    .values({
      id: sessionId,
      staff_id: staffId,
      created_at: now,
      last_seen_at: now,
      expires_at: sql<Date>`now() + make_interval(secs => ${SESSION_MAX_AGE_SECONDS})`,
      address,
      client: describeClient(userAgent),
    })
    .execute()
  await publishChange(trx, { topic: 'sessions', id: staffId })
  return { staffId, version, sessionId }
}
