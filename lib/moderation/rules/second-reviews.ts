/** A decision waits so long for its second review; what nobody has looked at by then is not asked for any more. */
export const REVIEW_DAYS = 30

/** Places of the sample, of which each decision has one (the function second_review_place in the database). */
const SAMPLE_POSITIONS = 10_000

/** Decisions with a place below this one are of the sample. A larger share holds all of a smaller one. */
export const sampleEnd = (share: number): number => Math.round(share * SAMPLE_POSITIONS)
