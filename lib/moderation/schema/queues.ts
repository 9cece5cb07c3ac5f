import { z } from 'zod'
import { externalId, ITEM_TYPES } from './items'

export const routing = z.strictObject({
  itemTypes: z.array(z.enum(ITEM_TYPES)).max(ITEM_TYPES.length).optional(),
  policyIds: z.array(z.uuid()).max(100).optional(),
  /** The platform's ids. */
  channels: z.array(externalId).max(1_000).optional(),
  leastSeverity: z.int().min(1).max(5).optional(),
})

const fields = {
  name: z.string().trim().min(1, 'A queue needs a name.').max(100),
  routing,
  /** Minutes in which a case is to be decided; null: none. */
  slaMinutes: z.int().min(1).max(525_600).nullable(),
  /** Whether every moderator may work it; else those of `staffIds`. */
  isOpen: z.boolean(),
  staffIds: z.array(z.uuid()).max(1_000),
  position: z.int().min(0).max(999),
}

export const queueBody = z.strictObject({
  ...fields,
  routing: fields.routing.default({}),
  slaMinutes: fields.slaMinutes.default(1_440),
  isOpen: fields.isOpen.default(true),
  staffIds: fields.staffIds.default([]),
  position: fields.position.default(100),
})
export type QueueBody = z.output<typeof queueBody>
export const queuePatch = z
  .strictObject(fields)
  .partial()
  .extend({ version: z.int().min(1) })
export type QueuePatch = z.output<typeof queuePatch>

export const queueView = z.object({
  id: z.string(),
  name: z.string(),
  routing,
  slaMinutes: z.number().nullable(),
  isOpen: z.boolean(),
  isDefault: z.boolean(),
  staffIds: z.array(z.string()),
  position: z.number(),
  version: z.number(),
  /** Cases that wait in it, and those past their time. */
  open: z.number(),
  escalated: z.number(),
  overdue: z.number(),
})
export type QueueView = z.output<typeof queueView>
export const queuePage = z.object({ items: z.array(queueView), next: z.string().nullable() })
/** All queues but the default one, in the order in which cases are offered to them. */
export const queueOrder = z.strictObject({ ids: z.array(z.uuid()).min(1).max(999) })

export const queueParams = z.object({ id: z.uuid() })

/** Somebody who can be put on the list of a queue. */
export const moderatorView = z.object({ id: z.string(), name: z.string() })
export type ModeratorView = z.output<typeof moderatorView>
export const moderatorPage = z.object({ items: z.array(moderatorView), next: z.null() })
