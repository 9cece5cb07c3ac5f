import { z } from 'zod'
import { itemInput } from './items'

export const SCREENED_MAX = 500

/** Items that are to be held against the rules together. */
export const itemBatch = z.strictObject({
  items: z
    .array(itemInput)
    .min(1, 'Send at least one item.')
    .max(SCREENED_MAX, `You can send at most ${SCREENED_MAX} items at once.`),
})

/** What the address takes: one of them or many. */
export const itemOrBatch = z.union([itemInput, itemBatch])

/** What the rules said of an item. */
const screenedItem = z.object({
  /** The platform's id, as it came. */
  id: z.string(),
  /** The case that a live rule opened or joined; null where none has. */
  caseId: z.number().nullable(),
  hits: z.array(z.object({ ruleId: z.string(), version: z.number(), mode: z.enum(['shadow', 'live']) })),
  /** Rules that could not judge it, where there are any, and what they lacked: `accountAge`, `classifier:toxicity`. */
  undecided: z.array(z.object({ ruleId: z.string(), version: z.number(), missing: z.array(z.string()) })).optional(),
})
export type ScreenedView = z.output<typeof screenedItem>
export const screenedItems = z.object({ items: z.array(screenedItem) })
