import { z } from 'zod'
import { itemInput } from './items'

export const SCREENED_MAX = 500

/** Items that are to be held against the rules together. */
export const itemBatch = z.strictObject({
  items: z.array(itemInput).min(1, 'There is nothing to screen.').max(SCREENED_MAX, `At most ${SCREENED_MAX} at once.`),
})

/** What the rules said of an item. */
export interface ScreenedView {
  /** The platform's id, as it came. */
  id: string
  /** The case that a live rule opened or joined; null where none has. */
  caseId: number | null
  hits: { ruleId: string; version: number; mode: 'shadow' | 'live' }[]
  /** Rules that could not judge it, where there are any, and what they lacked: `accountAge`, `classifier:toxicity`. */
  undecided?: { ruleId: string; version: number; missing: string[] }[]
}
