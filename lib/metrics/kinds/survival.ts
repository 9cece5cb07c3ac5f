/** How many rows left at a length: those that ended then, and all, the ones that are still open included. */
export interface Departure {
  seconds: number
  ended: number
  left: number
}

/** Below this a difference of shares is one of rounding. */
const EPSILON = 1e-9

/**
 * The length by which a share of all rows has ended, by the estimator of Kaplan and Meier: what is still open counts for as long as
 * it has lasted, and not as ended. The first length at which the share is reached; null where it is not reached yet.
 * E. L. Kaplan, P. Meier, Nonparametric estimation from incomplete observations, 1958.
 */
export function quantileOf(departures: readonly Departure[], share: number): number | null {
  const sorted = [...departures].sort((one, other) => one.seconds - other.seconds)
  let atRisk = sorted.reduce((total, { left }) => total + left, 0)
  let surviving = 1
  for (let index = 0; index < sorted.length; ) {
    const { seconds } = sorted[index] ?? { seconds: 0 }
    let [ended, left] = [0, 0]
    for (; sorted[index]?.seconds === seconds; index += 1) {
      ended += sorted[index]?.ended ?? 0
      left += sorted[index]?.left ?? 0
    }
    if (ended > 0) surviving *= (atRisk - ended) / atRisk
    if (surviving <= 1 - share + EPSILON && ended > 0) return seconds
    atRisk -= left
  }
  return null
}
