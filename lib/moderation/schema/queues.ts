import { z } from 'zod'
import { ITEM_TYPES } from '../terms'
import { externalId } from './items'

export const routing = z.strictObject({
  itemTypes: z.array(z.enum(ITEM_TYPES)).max(ITEM_TYPES.length).optional(),
  policyIds: z.array(z.uuid()).max(100).optional(),
  /** The platform's ids. */
  channels: z.array(externalId).max(1_000).optional(),
  leastSeverity: z.int().min(1).max(5).optional(),
})

const WEEK_MINUTES = 10_080
const DAY_MINUTES = 1_440

/**
 * When a moderator rests from a queue: after so many minutes, decisions or looks at media without a pause of `pauseMinutes`
 * between two of them. Managers don't.
 */
export const rotation = z
  .strictObject({
    minutes: z.int().min(1).max(WEEK_MINUTES).optional(),
    decisions: z.int().min(1).max(100_000).optional(),
    reveals: z.int().min(1).max(100_000).optional(),
    pauseMinutes: z.int().min(1).max(DAY_MINUTES),
  })
  .refine(
    ({ minutes, decisions, reveals }) => (minutes ?? decisions ?? reveals) !== undefined,
    'Enter the number of minutes, decisions or views after which the cooldown starts.',
  )
export type Rotation = z.output<typeof rotation>

const fields = {
  name: z.string().trim().min(1, 'Enter a name.').max(100),
  routing,
  /** Minutes in which a case is to be decided; null: none. */
  slaMinutes: z.int().min(1).max(525_600).nullable(),
  /** Whether every moderator may work it; else those of `staffIds`. */
  isOpen: z.boolean(),
  staffIds: z.array(z.uuid()).max(1_000),
  position: z.int().min(0).max(999),
  /** Null: nobody rests from it. */
  rotation: rotation.nullable(),
}

export const queueBody = z.strictObject({
  ...fields,
  routing: fields.routing.default({}),
  slaMinutes: fields.slaMinutes.default(1_440),
  isOpen: fields.isOpen.default(true),
  staffIds: fields.staffIds.default([]),
  position: fields.position.default(100),
  rotation: fields.rotation.default(null),
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
  rotation: rotation.nullable(),
  /** Until when who asks rests from it; null: they don't. */
  restUntil: z.string().nullable(),
  version: z.number(),
  /** Cases that wait in it, and those past their time. */
  open: z.number(),
  escalated: z.number(),
  overdue: z.number(),
})
export type QueueView = z.output<typeof queueView>
export const queuePage = z.object({ items: z.array(queueView), next: z.string().nullable() })
export type QueuePage = z.output<typeof queuePage>
/** All queues but the default one, in the order in which cases are offered to them. */
export const queueOrder = z.strictObject({ ids: z.array(z.uuid()).min(1).max(999) })

export const queueParams = z.object({ id: z.uuid() })

/** Somebody who can be put on the list of a queue. */
export const moderatorView = z.object({ id: z.string(), name: z.string() })
export type ModeratorView = z.output<typeof moderatorView>
export const moderatorPage = z.object({ items: z.array(moderatorView), next: z.null() })
export type ModeratorPage = z.output<typeof moderatorPage>
