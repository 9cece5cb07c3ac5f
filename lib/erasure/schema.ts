import { z } from 'zod'

const REASON_MAX = 500
/** Messages are counted up to here. */
export const MESSAGES_COUNTED_MAX = 10_000

export const erasureParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export const erasureBody = z.strictObject({
  /** Why, for the audit log, which keeps it: without names. */
  reason: z
    .string('Enter a reason.')
    .trim()
    .min(1, 'Enter a reason.')
    .max(REASON_MAX, `A reason can have at most ${REASON_MAX} characters.`),
})
export type ErasureBody = z.output<typeof erasureBody>

/** What erasing a member would take, or that it was done. Instants are ISO strings. */
export const erasurePreview = z.object({
  memberId: z.number(),
  name: z.string().nullable(),
  /** The platform's id; where they are erased, what took its place. */
  externalId: z.string(),
  erasedAt: z.string().nullable(),
  /** The systems that know the same id, and the name that each has: all of them are one person, and are erased together. */
  identities: z.array(z.object({ source: z.string(), name: z.string().nullable() })),
  /** Up to MESSAGES_COUNTED_MAX. */
  messages: z.number(),
  cases: z.number(),
  reports: z.number(),
  appeals: z.number(),
})
export type ErasurePreview = z.output<typeof erasurePreview>

export const erasureView = z.object({
  memberId: z.number(),
  erasedAt: z.string(),
  /** False while a job still empties the texts of their many messages, which nobody sees any more. */
  isComplete: z.boolean(),
})
export type ErasureView = z.output<typeof erasureView>
