import {
  FEWER_THAN_FIVE,
  PUBLISHED_COUNT_MIN,
  type PublishedCount,
  type PublishedPartialCount,
  WITHHELD,
} from '../schema/transparency'

export interface PartialCount {
  name: string
  count: number
}

/** A count that stands alone. */
export const maskCount = (count: number): PublishedCount => (isSmall(count) ? FEWER_THAN_FIVE : count)

/**
 * The parts of a total that is shown beside them, such that no part from 1 to 4 can be told by subtraction: where the hidden ones
 * would tell each other, the next larger ones are hidden too, as "5 or more". Each hidden small part may then be anything
 * from 1 to 4, for all that a reader can compute. Null where that can't be had, or where the total itself is small.
 */
export function maskPartialCounts(parts: readonly PartialCount[]): PublishedPartialCount[] | null {
  const total = parts.reduce((sum, { count }) => sum + count, 0)
  if (isSmall(total)) return null
  const hidden = new Set(parts.filter(({ count }) => isSmall(count)))
  const others = parts.filter(({ count }) => count >= PUBLISHED_COUNT_MIN).sort((a, b) => a.count - b.count)
  while (!isSafe([...hidden])) {
    const next = others.shift()
    if (!next) return null
    hidden.add(next)
  }
  return parts.map((part) => ({
    name: part.name,
    count: !hidden.has(part) ? part.count : isSmall(part.count) ? FEWER_THAN_FIVE : WITHHELD,
  }))
}

const isSmall = (count: number): boolean => count > 0 && count < PUBLISHED_COUNT_MIN
const LARGEST_SMALL = PUBLISHED_COUNT_MIN - 1
/** By so much a small part has to be free to differ from the least that it could be. */
const FREEDOM = LARGEST_SMALL - 1

/**
 * The reader knows the sum of what is hidden, and of each part whether it is 1 to 4 or at least 5. A part is free if the others
 * can make up for its being 1, and for its being 4.
 */
function isSafe(hidden: readonly PartialCount[]): boolean {
  const small = hidden.filter(({ count }) => isSmall(count))
  if (small.length === 0) return true
  const above = hidden.reduce((sum, { count }) => sum + count - (isSmall(count) ? 1 : PUBLISHED_COUNT_MIN), 0)
  const below = small.reduce((sum, { count }) => sum + LARGEST_SMALL - count, 0)
  // A hidden large part has no upper bound, so that it makes up for any small one being 1.
  return above >= FREEDOM && (hidden.length > small.length || below >= FREEDOM)
}
