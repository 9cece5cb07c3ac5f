/** What is remembered of somebody who is called again and again, so that who doesn't answer is left alone for a while. */
export interface Breaker {
  /** Failures in a row. */
  failures: number
  /** Not called before this instant, in milliseconds; 0: called freely. */
  openUntil: number
  /** One call is under way that tells whether it answers again. */
  isProbing: boolean
}

export const closedBreaker = (): Breaker => ({ failures: 0, openUntil: 0, isProbing: false })

/** Failures in a row after which it is left alone, for how long at first and at most, and by how much that is spread. */
export const FAILURES_MAX = 5
const REST_MS = 30_000
const REST_MAX_MS = 300_000
const SPREAD = 0.2

/** Whether it may be called now; the first call after a rest is the only one until it has ended. Notes that one. */
export function canCall(breaker: Breaker, now: number): boolean {
  if (breaker.openUntil === 0) return true
  if (now < breaker.openUntil || breaker.isProbing) return false
  breaker.isProbing = true
  return true
}

export function recordSuccess(breaker: Breaker): void {
  Object.assign(breaker, closedBreaker())
}

/** @param random from 0 to 1 */
export function recordFailure(breaker: Breaker, now: number, random: number): void {
  breaker.failures += 1
  breaker.isProbing = false
  const over = breaker.failures - FAILURES_MAX
  if (over < 0) return
  const rest = Math.min(REST_MAX_MS, REST_MS * 2 ** Math.min(over, 10))
  breaker.openUntil = now + rest * (1 - SPREAD + 2 * SPREAD * random)
}
