const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS

/** What is waited after the first, second … failed try. After the last of them comes one more try, and then none. */
export const RETRY_DELAYS_MS = [
  5 * SECOND_MS,
  30 * SECOND_MS,
  2 * MINUTE_MS,
  10 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  8 * HOUR_MS,
  24 * HOUR_MS,
] as const
export const ATTEMPTS_MAX = RETRY_DELAYS_MS.length + 1

/** Delays are spread by so much to either side, so that what failed together doesn't come back together. */
const SPREAD = 0.2
const RETRY_AFTER_MAX_MS = 24 * HOUR_MS

/** Client errors that mean "later": time-out, conflict, too early, too many. */
const PASSING_CLIENT_ERRORS = new Set([408, 409, 425, 429])
const GONE = 410

/** What one try brought: a status, or none where the endpoint was not reached or didn't answer in time. */
export interface AttemptResult {
  statusCode: number | null
  /** What the answer's Retry-After asks for, in milliseconds. */
  retryAfterMs: number | null
}

export type AttemptOutcome =
  | { state: 'delivered' }
  | { state: 'pending'; delayMs: number }
  | { state: 'dead'; disablesEndpoint: boolean }

/**
 * What becomes of a delivery after a try: 2xx is delivered; what may pass is tried again; what says "never" is dead at once;
 * 410 switches the endpoint off as well. A redirect counts as a failure that may pass, such as a maintenance page.
 * @param attempts tries so far, this one included
 * @param random from 0 to 1
 */
export function evaluateAttempt(
  { statusCode, retryAfterMs }: AttemptResult,
  attempts: number,
  random: number,
): AttemptOutcome {
  if (statusCode !== null && statusCode >= 200 && statusCode < 300) return { state: 'delivered' }
  if (statusCode === GONE) return { state: 'dead', disablesEndpoint: true }
  const isFinal = statusCode !== null && statusCode >= 400 && statusCode < 500 && !PASSING_CLIENT_ERRORS.has(statusCode)
  const delay = RETRY_DELAYS_MS[attempts - 1]
  if (isFinal || delay === undefined) return { state: 'dead', disablesEndpoint: false }
  const spread = Math.round(delay * (1 - SPREAD + 2 * SPREAD * random))
  // The later of the two: a receiver that asks for a second would else use up all tries within a minute.
  return { state: 'pending', delayMs: Math.max(spread, Math.min(retryAfterMs ?? 0, RETRY_AFTER_MAX_MS)) }
}

/** The header Retry-After in milliseconds from `now`: seconds, or an HTTP date. Null where there is none that can be read. */
export function parseRetryAfter(header: string | undefined, now: Date): number | null {
  if (!header) return null
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * SECOND_MS
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime())
}
