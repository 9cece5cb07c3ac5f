/** Hours in which a score doubles. */
const DOUBLING_HOURS = 48
const HOUR_MS = 3_600_000

/** Of a report that names no policy. */
export const SEVERITY_UNNAMED = 2

/** What a case's place in the queue is made of. */
export interface ScoreFactors {
  /** 1 to 5. */
  severity: number
  /** Sum over reporters and rule hits; may be negative. */
  weight: number
  /** People who can have seen the item. */
  reach: number
  openedAt: Date
}

/**
 * What a report of somebody counts whose earlier ones were `right` and `wrong` so often: 1 for a newcomer, towards 3 for who is
 * always right and towards −1 for who never is.
 */
export const reporterWeight = (right: number, wrong: number): number => (4 * (right + 1)) / (right + wrong + 2) - 1

/** The score when the case was opened. */
export const scoreAtOpening = ({ severity, weight, reach }: Omit<ScoreFactors, 'openedAt'>): number =>
  severity * Math.max(0, weight) * (1 + Math.log10(1 + reach))

/** The score at an instant: it doubles every 48 hours that the case is open. */
export function scoreAt(parts: ScoreFactors, now: Date): number {
  const hours = Math.max(0, now.getTime() - parts.openedAt.getTime()) / HOUR_MS
  return scoreAtOpening(parts) * 2 ** (hours / DOUBLING_HOURS)
}

/** Below every rank of a score above 0, for ages to come. */
export const RANK_OF_ZERO = -1_000_000

/**
 * The part of the score that time doesn't move, which is what cases are ordered by: all scores double together, so that of two
 * cases the one that is ahead stays ahead. Scores of 0 come last, the oldest first.
 */
export function rankOf(parts: ScoreFactors): number {
  const score = scoreAtOpening(parts)
  return (score > 0 ? Math.log2(score) : RANK_OF_ZERO) - parts.openedAt.getTime() / HOUR_MS / DOUBLING_HOURS
}
