const SECOND_MS = 1_000
/** What it takes at most to cut a source off at its time-out: a late timer, and a way to the database. */
const CUT_OFF_MS = 2_000
/** As for the start of a slot: who begins to read later than this is not reading at the instant of the run any more. */
const BEGIN_WITHIN_MS = 5_000

export interface ReadTiming {
  /** By the database's clock. */
  begunAt: Date
  /** The database's time by which the reading had ended for certain. */
  endedBy: Date
  timeoutMs: number
  /** It was cut off at its time-out, and what is kept came before. */
  isTimedOut: boolean
}

/**
 * Why nothing of a reading may be stored, or null where it ended in time. By the database's clock: a process that is frozen,
 * or whose host is suspended, doesn't notice that time passes, and wakes with answers before its timers have run.
 */
export function readTimeoutProblem({ begunAt, endedBy, timeoutMs, isTimedOut }: ReadTiming): string | null {
  const tookMs = endedBy.getTime() - begunAt.getTime()
  if (tookMs <= timeoutMs + (isTimedOut ? CUT_OFF_MS : 0)) return null
  const took = Math.ceil(tookMs / SECOND_MS)
  return `Reading took ${took} s, longer than the timeout of ${timeoutMs / SECOND_MS} s. Nothing was stored.`
}

/** Whether a worker that took a run stood still before it began to read, so that what it reads is of another instant. */
export const hasStartedLate = (claimedAt: Date, begunAt: Date): boolean =>
  begunAt.getTime() - claimedAt.getTime() > BEGIN_WITHIN_MS
