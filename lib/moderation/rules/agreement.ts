import { KAPPA_FROM } from '../terms'

/** How often a decision that fell into the category `first` was put into `second` by the second reviewer. */
export interface Pair {
  first: string
  second: string
  count: number
}

export interface Agreement {
  /** Second reviews. */
  n: number
  /** Those that chose the same category. */
  agreed: number
  /** From -1 to 1; null where there are too few, or where chance alone would always agree. */
  kappa: number | null
}

/** The category of who finds nothing against the rules; the others are the policies, by their ids. */
export const NO_VIOLATION = 'fine'

/** What two judgements of the same decisions have in common. */
export function agreementOf(pairs: readonly Pair[]): Agreement {
  const n = pairs.reduce((sum, { count }) => sum + count, 0)
  const agreed = pairs.reduce((sum, { first, second, count }) => (first === second ? sum + count : sum), 0)
  return { n, agreed, kappa: n < KAPPA_FROM ? null : cohensKappa(pairs) }
}

/**
 * Cohen's kappa (J. Cohen, "A coefficient of agreement for nominal scales", 1960): the share of agreement beyond what chance
 * would give two people who choose the categories as often as these do. Null without judgements, or where chance would give all.
 */
export function cohensKappa(pairs: readonly Pair[]): number | null {
  const n = pairs.reduce((sum, { count }) => sum + count, 0)
  if (n === 0) return null
  const firsts = totals(pairs, ({ first }) => first)
  const seconds = totals(pairs, ({ second }) => second)
  let agreed = 0
  for (const { first, second, count } of pairs) if (first === second) agreed += count
  let expected = 0
  for (const [category, count] of firsts) expected += count * (seconds.get(category) ?? 0)
  // In whole numbers as long as it goes, so that two who always choose the same are found out exactly.
  return expected === n * n ? null : (n * agreed - expected) / (n * n - expected)
}

function totals(pairs: readonly Pair[], categoryOf: (pair: Pair) => string): Map<string, number> {
  const found = new Map<string, number>()
  for (const pair of pairs) found.set(categoryOf(pair), (found.get(categoryOf(pair)) ?? 0) + pair.count)
  return found
}
