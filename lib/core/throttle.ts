import { isIPv6 } from 'node:net'
import { type Selectable, sql } from 'kysely'
import type { Throttle } from './db/schema.generated'
import { inTransaction } from './db/transaction'
import type { Db, Trx } from './db/types'
import { DomainError } from './errors'
import { countRefusal } from './throttle-refusals'

const IPV6_HOST_GROUPS = 4
const SECOND_MS = 1_000
const DAY_MS = 86_400_000

export interface ThrottleState {
  failures: number
  windowStartedAt: Date
  blockedUntil: Date | null
}

/** How failures under one key slow down the next attempt. */
export interface ThrottleRule {
  /** Failures that cost nothing. */
  free: number
  /** Failures are counted for this long from the first one on, then forgotten. */
  windowMs: number
  /** The wait after the first failure that counts; it doubles with each further one, up to `maxMs`. */
  firstMs: number
  maxMs: number
}

/**
 * Counts an attempt under several keys before it is looked at, so that a hundred attempts at once are a hundred and not one.
 * Works over all web processes.
 * @param rules by key, the widest last: an attempt that several keys refuse is noted under that one
 * @param code of the refusal, `noun.too_many`
 * @throws DomainError of this code (too_many) while one of the keys has to wait; the attempt then lengthens no wait, and is counted
 *   apart, see `countRefusal`
 */
export async function countAttempts(
  db: Db,
  rules: ReadonlyMap<string, ThrottleRule>,
  { code, now }: { code: string; now: Date },
): Promise<void> {
  const keys = [...rules.keys()]
  // Looked at without a lock first: whoever is refused holds up nobody who shares a key.
  const states = await readStates(db, keys)
  const waiting = keys.some((key) => retryAfterSeconds(states.get(key), now) > 0)
    ? states
    : await countAll(db, rules, now)
  const key = waiting && keys.findLast((one) => retryAfterSeconds(waiting.get(one), now) > 0)
  if (!waiting || !key) return
  await countRefusal(db, { key, code, at: now })
  rejectThrottled(Math.max(...keys.map((one) => retryAfterSeconds(waiting.get(one), now))), code)
}

/** Counts under all keys, or answers their states where one of them has to wait after all. */
async function countAll(
  db: Db,
  rules: ReadonlyMap<string, ThrottleRule>,
  now: Date,
): Promise<Map<string, ThrottleState> | null> {
  return inTransaction(db, async (trx) => {
    const states = await lockStates(trx, [...rules.keys()])
    if ([...states.values()].some((state) => retryAfterSeconds(state, now) > 0)) return states
    for (const [key, rule] of rules) {
      const { failures, windowStartedAt, blockedUntil } = afterFailure(states.get(key), rule, now)
      await trx
        .updateTable('throttle')
        .set({ failures, window_started_at: windowStartedAt, blocked_until: blockedUntil })
        .where('key', '=', key)
        .execute()
    }
    return null
  })
}

/** Forgets what was counted more than a day ago: no rule waits for so long. */
export async function deleteExpiredThrottles(db: Db, now: Date): Promise<void> {
  await db
    .deleteFrom('throttle')
    .where('window_started_at', '<', new Date(now.getTime() - DAY_MS))
    .execute()
}

/** Milliseconds that an attempt still has to wait. */
export const retryAfterSeconds = (state: ThrottleState | undefined, now: Date): number =>
  Math.max(0, (state?.blockedUntil?.getTime() ?? 0) - now.getTime())

/** The state after one more failure. A window is fixed by its first failure, so that a slow trickle can't keep it open. */
export function afterFailure(state: ThrottleState | undefined, rule: ThrottleRule, now: Date): ThrottleState {
  const isOver = !state || now.getTime() - state.windowStartedAt.getTime() >= rule.windowMs
  const failures = isOver ? 1 : state.failures + 1
  const counted = failures - rule.free
  const waitMs = counted > 0 ? Math.min(rule.maxMs, rule.firstMs * 2 ** Math.min(counted - 1, 30)) : 0
  return {
    failures,
    windowStartedAt: isOver ? now : state.windowStartedAt,
    blockedUntil: waitMs > 0 ? new Date(now.getTime() + waitMs) : null,
  }
}

/** @throws DomainError of the code (too_many) */
export function rejectThrottled(waitMs: number, code: string): void {
  if (waitMs <= 0) return
  const seconds = Math.ceil(waitMs / SECOND_MS)
  throw new DomainError('too_many', code, `Too many attempts. Try again in ${spoken(seconds)}.`, {
    retryAfterSeconds: seconds,
  })
}

const spoken = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`

/** What stands for the sender in a key: the address, or of an IPv6 address its /64, which is one subscriber's. */
export function networkOf(address: string | null): string {
  if (!address) return 'unknown'
  if (!isIPv6(address)) return address
  const [head = '', tail] = address.split('::')
  const left = head.split(':').filter(Boolean)
  const right = (tail ?? '').split(':').filter(Boolean)
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0')
  return [...left, ...zeros, ...right].slice(0, IPV6_HOST_GROUPS).join(':')
}

/** All rows exist and are locked in one order, so that attempts at once take turns and never deadlock. */
async function lockStates(trx: Trx, keys: string[]): Promise<Map<string, ThrottleState>> {
  const sorted = keys.toSorted()
  await sql`insert into throttle (key) select unnest(${sorted}::text[]) order by 1 on conflict do nothing`.execute(trx)
  return toStates(
    await trx.selectFrom('throttle').selectAll().where('key', 'in', sorted).orderBy('key').forUpdate().execute(),
  )
}

const readStates = async (db: Db, keys: string[]): Promise<Map<string, ThrottleState>> =>
  toStates(await db.selectFrom('throttle').selectAll().where('key', 'in', keys).execute())

const toStates = (rows: Selectable<Throttle>[]): Map<string, ThrottleState> =>
  new Map(
    rows.map((row) => [
      row.key,
      { failures: row.failures, windowStartedAt: row.window_started_at, blockedUntil: row.blocked_until },
    ]),
  )
