import { createHash } from 'node:crypto'
import type { Db, Trx } from '@/lib/core/db/types'
import { countAttempts, deleteExpiredThrottles, networkOf, type ThrottleRule } from '@/lib/core/throttle'
import { ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS, normalizeEmail } from '../rules'

interface Attempt {
  email: string
  address: string | null
}

/**
 * Counts an attempt as failed before the password is looked at; `resetAttempts` takes it back when the password was right.
 * @throws DomainError `sign_in.too_many` (too_many) while account or address has to wait; the attempt then lengthens no
 *   wait, and is in the audit log a minute later, see `reportRefusals`
 */
export async function countAttempt(db: Db, attempt: Attempt, now: Date): Promise<void> {
  await countAttempts(db, rulesOf(attempt), { code: 'sign_in.too_many', now })
}

/** Forgets the failures of an account that has just proved itself, and gives the address its attempt back. */
export async function resetAttempts(trx: Trx, attempt: Attempt, now: Date): Promise<void> {
  const { account, pair, address } = keysOf(attempt)
  await trx.deleteFrom('throttle').where('key', 'in', [account, pair]).execute()
  await trx
    .updateTable('throttle')
    .set((row) => ({ failures: row.fn('greatest', [row('failures', '-', 1), row.lit(0)]) }))
    .where('key', '=', address)
    .execute()
  await deleteExpiredThrottles(trx, now)
}

function rulesOf(attempt: Attempt): Map<string, ThrottleRule> {
  const { account, pair, address } = keysOf(attempt)
  return new Map([
    [pair, ACCOUNT_AND_ADDRESS],
    [account, ACCOUNT],
    [address, ADDRESS],
  ])
}

/** What stands for an account in a key. */
export const accountHash = (email: string): string =>
  createHash('sha256').update(normalizeEmail(email)).digest('base64url')

/** Keys name no person: the account is hashed, and an IPv6 address stands for its /64. */
function keysOf({ email, address }: Attempt): { account: string; pair: string; address: string } {
  const who = accountHash(email)
  const where = networkOf(address)
  return { account: `account:${who}`, pair: `pair:${who}:${where}`, address: `address:${where}` }
}
