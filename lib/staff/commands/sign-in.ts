import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import type { SessionClaim } from '@/lib/core/auth/session'
import { hashPassword, isOutdated, verifyPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { DomainError } from '@/lib/core/errors'
import { type SignInOrigin, startSession } from './start-session'
import { countAttempt, resetAttempts } from './throttle-sign-in'

export interface PasswordSignIn extends SignInOrigin {
  email: string
  password: string
}

/**
 * Signs a person in by e-mail and password. Unknown, disabled and wrong are one answer after the same work.
 * @throws DomainError `sign_in.failed` (unauthenticated), `sign_in.too_many` (too_many), `server.busy` (unavailable)
 */
export async function signInWithPassword(db: Db, input: PasswordSignIn, now = new Date()): Promise<SessionClaim> {
  await countAttempt(db, input, now)
  const found = await db
    .selectFrom('staff')
    .select(['id', 'password_hash', 'session_version', 'disabled_at'])
    .where(sql`lower(email)`, '=', input.email.trim().toLowerCase())
    .executeTakeFirst()
  const isRight = await verifyPassword(input.password, found?.password_hash)
  if (!found?.password_hash || !isRight || found.disabled_at) throw signInFailed()
  const renewed = isOutdated(found.password_hash) ? await hashPassword(input.password) : null
  return inTransaction(db, async (trx) => {
    await resetAttempts(trx, input, now)
    if (renewed) {
      // Only over the hash that was checked: a password changed in the meantime stays.
      await trx
        .updateTable('staff')
        .set({ password_hash: renewed })
        .where('id', '=', found.id)
        .where('password_hash', '=', found.password_hash)
        .execute()
    }
    const claim = await startSession(trx, { id: found.id, version: found.session_version }, input)
    if (!claim) throw signInFailed()
    const detail = { by: 'password', session: claim.sessionId }
    await recordAudit(
      trx,
      { kind: 'staff', id: found.id, address: input.address },
      { action: 'session.started', targetKind: 'staff', target: found.id, detail },
    )
    return claim
  })
}

const signInFailed = () =>
  new DomainError('unauthenticated', 'sign_in.failed', 'The e-mail address or the password is wrong.')
