import { createHash } from 'node:crypto'
import { isIPv6 } from 'node:net'
import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import {
  ACCOUNT,
  ACCOUNT_AND_ADDRESS,
  ADDRESS,
  afterFailure,
  normalizeEmail,
  refuseWait,
  type ThrottleRule,
  type ThrottleState,
  waitOf,
} from '../rules'

const IPV6_HOST_GROUPS = 4

interface Attempt {
  email: string
  address: string | null
}

/**
 * Counts an attempt as failed before the password is looked at, so that a hundred attempts at once are a hundred failures
 * and not one; `forgiveAttempt` takes it back when the password was right. Works over all web processes.
 * @throws DomainError `sign_in.too_many` (too_many) while account or address has to wait; the attempt is then not counted
 */
export async function countAttempt(db: Db, attempt: Attempt, now: Date): Promise<void> {
  const rules = rulesOf(attempt)
  await inTransaction(db, async (trx) => {
    const states = await lockStates(trx, [...rules.keys()])
    refuseWait(Math.max(...[...states.values()].map((state) => waitOf(state, now))))
    for (const [key, rule] of rules) {
      const { failures, windowStartedAt, blockedUntil } = afterFailure(states.get(key), rule, now)
      await trx
        .updateTable('throttle')
        .set({ failures, window_started_at: windowStartedAt, blocked_until: blockedUntil })
        .where('key', '=', key)
        .execute()
    }
  })
}

/** Forgets the failures of an account that has just proved itself, and gives the address its attempt back. */
export async function forgiveAttempt(trx: Trx, attempt: Attempt, now: Date): Promise<void> {
  const { account, pair, address } = keysOf(attempt)
  await trx.deleteFrom('throttle').where('key', 'in', [account, pair]).execute()
  await trx
    .updateTable('throttle')
    .set((row) => ({ failures: row.fn('greatest', [row('failures', '-', 1), row.lit(0)]) }))
    .where('key', '=', address)
    .execute()
  const dayAgo = new Date(now.getTime() - 24 * 60 * 60 * 1_000)
  await trx.deleteFrom('throttle').where('window_started_at', '<', dayAgo).execute()
}

/** All rows exist and are locked in one order, so that attempts at once take turns and never deadlock. */
async function lockStates(trx: Trx, keys: string[]): Promise<Map<string, ThrottleState>> {
  const sorted = keys.toSorted()
  await sql`insert into throttle (key) select unnest(${sorted}::text[]) order by 1 on conflict do nothing`.execute(trx)
  const rows = await trx
    .selectFrom('throttle')
    .selectAll()
    .where('key', 'in', sorted)
    .orderBy('key')
    .forUpdate()
    .execute()
  return new Map(
    rows.map((row) => [
      row.key,
      { failures: row.failures, windowStartedAt: row.window_started_at, blockedUntil: row.blocked_until },
    ]),
  )
}

function rulesOf(attempt: Attempt): Map<string, ThrottleRule> {
  const { account, pair, address } = keysOf(attempt)
  return new Map([
    [account, ACCOUNT],
    [pair, ACCOUNT_AND_ADDRESS],
    [address, ADDRESS],
  ])
}

/** Keys name no person: the account is hashed, and an IPv6 address stands for its /64, which is one subscriber's. */
function keysOf({ email, address }: Attempt): { account: string; pair: string; address: string } {
  const who = createHash('sha256').update(normalizeEmail(email)).digest('base64url')
  const where = networkOf(address)
  return { account: `account:${who}`, pair: `pair:${who}:${where}`, address: `address:${where}` }
}

function networkOf(address: string | null): string {
  if (!address) return 'unknown'
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].slice(0, IPV6_HOST_GROUPS).join(':')
}
