import { recordAudit } from '@/lib/audit/commands'
import type { SessionClaim } from '@/lib/core/auth/session'
import { hashPassword, verifyPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, ReadDb, Trx } from '@/lib/core/db/types'
import { conflict, invalid } from '@/lib/core/errors'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, ownId } from '../actor'
import { getStaff } from '../queries/list-staff'
import { passwordProblem } from '../rules'
import type { ChangePassword, StaffView } from '../schema'
import { endAllOtherSessions } from './end-sessions'
import { countAttempt, resetAttempts } from './throttle-sign-in'

/**
 * Changes one's own password and ends all of one's other sessions; the answer is the claim of this one, which goes on.
 * @throws DomainError `permission.denied`, `account.no_password`, `account.changed` (conflict), `password.wrong`,
 *   `password.weak` (invalid), `sign_in.too_many` (too_many), `server.busy` (unavailable), `session.missing` (unauthenticated)
 */
export async function changeOwnPassword(
  db: Db,
  actor: Actor,
  input: ChangePassword,
  now = new Date(),
): Promise<SessionClaim> {
  const staffId = ownId(actor)
  const { email, password_hash } = await db
    .selectFrom('staff')
    .select(['email', 'password_hash'])
    .where('id', '=', staffId)
    .executeTakeFirstOrThrow()
  if (!password_hash)
    throw conflict(
      'account.no_password',
      'You sign in through your identity provider, so you don’t have a password here.',
    )
  const attempt = { email, address: actor.address }
  await countAttempt(db, attempt, now)
  if (!(await verifyPassword(input.current, password_hash))) {
    throw invalid('current', 'This isn’t your current password', 'password.wrong')
  }
  const weakness = passwordProblem(input.next, email)
  if (weakness) throw invalid('next', weakness, 'password.weak')
  const renewed = await hashPassword(input.next)
  return inTransaction(db, async (trx) => {
    await resetAttempts(trx, attempt, now)
    const row = await trx
      .updateTable('staff')
      .set((staff) => ({
        password_hash: renewed,
        session_version: staff('session_version', '+', 1),
        updated_at: now,
      }))
      .where('id', '=', staffId)
      .where('password_hash', '=', password_hash)
      .returning('session_version')
      .executeTakeFirst()
    if (!row)
      throw conflict(
        'account.changed',
        'Your password was just changed in another session. Try again with the new password.',
      )
    const claim = await endAllOtherSessions(trx, actor, { version: row.session_version, reason: 'password_changed' })
    await recordAudit(trx, actor, { action: 'staff.password_changed', targetKind: 'staff', target: staffId })
    return claim
  })
}

/** The person who asks. @throws DomainError `permission.denied` */
export const getAccount = (db: ReadDb, actor: Actor): Promise<StaffView> => getStaff(db, ownId(actor))

/** Changes the name that others see. @throws DomainError `permission.denied` */
export async function renameSelf(db: Db, actor: Actor, name: string): Promise<StaffView> {
  const staffId = ownId(actor)
  return inTransaction(db, async (trx) => {
    const before = await lockName(trx, staffId)
    if (before === name) return getStaff(trx, staffId)
    await trx.updateTable('staff').set({ name, updated_at: new Date() }).where('id', '=', staffId).execute()
    await publishChange(trx, { topic: 'staff', id: staffId })
    await recordAudit(trx, actor, {
      action: 'staff.renamed',
      targetKind: 'staff',
      target: staffId,
      detail: { before: { name: before }, after: { name } },
    })
    return getStaff(trx, staffId)
  })
}

async function lockName(trx: Trx, staffId: string): Promise<string> {
  const row = await trx
    .selectFrom('staff')
    .select('name')
    .where('id', '=', staffId)
    .forUpdate()
    .executeTakeFirstOrThrow()
  return row.name
}
