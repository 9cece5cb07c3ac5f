import type { ScreenedItem, Screening } from './compile'
import type { RuleBody } from './schema'

/** What the host asks of the thread: the rules come along where the thread does not hold them yet. */
export interface ThreadRequest {
  key: string
  rules: readonly RuleBody[] | null
  items: readonly ScreenedItem[]
  hits: boolean
}

export type ThreadResponse = { screenings: Screening[] } | { fault: string }

/** How many sets of rules a thread keeps compiled: the live ones, and those that are just being tried. */
const KEPT = 8

/** Marks a key as used last and lets go of the one that was not used for longest; host and thread keep the same ones. */
export function keepRecent<T>(kept: Map<string, T>, key: string, value: T): void {
  kept.delete(key)
  kept.set(key, value)
  const [oldest] = kept.keys()
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest)
}
