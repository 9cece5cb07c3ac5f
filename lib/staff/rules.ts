import { DomainError } from '@/lib/core/errors'

/** E-mail addresses are one account whatever the case they are written in. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase()

/** Why a password is refused although it is long enough, or null. */
export function weaknessOf(password: string, email: string): string | null {
  const plain = password.normalize('NFKC').toLowerCase()
  if (new Set(plain).size < 5) return 'Use more different characters'
  const name = email.split('@')[0] ?? ''
  if (plain === email || (name.length > 3 && plain.replaceAll(name, '').length < 8))
    return 'This is too close to the e-mail'
  if (/^(?:password|passwort|qwerty|letmein|guildhall|welcome|abc)*[\d!@#$%._-]*$/.test(plain))
    return 'This is easily guessed'
  return null
}

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

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS

/**
 * One account from one address waits longer and longer. The account alone, from wherever, waits a minute at most: enough
 * against guessing from many addresses, too little to lock its owner out.
 */
export const ACCOUNT_AND_ADDRESS: ThrottleRule = {
  free: 4,
  windowMs: 30 * MINUTE_MS,
  firstMs: SECOND_MS,
  maxMs: 15 * MINUTE_MS,
}
export const ACCOUNT: ThrottleRule = { free: 20, windowMs: 30 * MINUTE_MS, firstMs: SECOND_MS, maxMs: MINUTE_MS }
/** The hard limit: 40 failures from one address close it for a quarter of an hour, whatever the accounts. */
export const ADDRESS: ThrottleRule = {
  free: 40,
  windowMs: 15 * MINUTE_MS,
  firstMs: 15 * MINUTE_MS,
  maxMs: 15 * MINUTE_MS,
}

/** Milliseconds that an attempt still has to wait. */
export const waitOf = (state: ThrottleState | undefined, now: Date): number =>
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

/** @throws DomainError `sign_in.too_many` (too_many) */
export function refuseWait(waitMs: number): void {
  if (waitMs <= 0) return
  const seconds = Math.ceil(waitMs / SECOND_MS)
  throw new DomainError('too_many', 'sign_in.too_many', `Too many attempts. Try again in ${spoken(seconds)}.`, {
    retryAfterSeconds: seconds,
  })
}

const spoken = (seconds: number): string =>
  seconds < 90 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.ceil(seconds / 60)} minutes`
