import { z } from 'zod'
import { ITEM_TYPES } from '@/lib/moderation/schema/items'
import type { QueueBody, QueueView } from '@/lib/moderation/schema/queues'

const HOUR_MINUTES = 60
const YEAR_HOURS = 8_760
const CHANNELS_MAX = 1_000

/** A queue as people fill it in: hours, and channels one under the other. What is left empty asks nothing of a case. */
export const queueForm = z.object({
  name: z.string().trim().min(1, 'is needed').max(100),
  itemTypes: z.array(z.enum(ITEM_TYPES)),
  policyIds: z.array(z.string()),
  channels: z.string().refine((text) => linesOf(text).length <= CHANNELS_MAX, `at most ${CHANNELS_MAX} channels`),
  leastSeverity: z.enum(['any', '1', '2', '3', '4', '5']),
  slaHours: z.string().refine((text) => {
    const hours = Number(text)
    return text.trim() === '' || (hours > 0 && hours <= YEAR_HOURS)
  }, 'must be more than 0 hours, and a year at most'),
  isOpen: z.boolean(),
  staffIds: z.array(z.string()),
  position: z.int('must be a whole number').min(0, 'must be at least 0').max(999, 'must be at most 999'),
})
export type QueueFormValues = z.input<typeof queueForm>

const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter(Boolean),
  ),
]

/** @param position for a new queue, behind the others */
export const toQueueForm = (queue: QueueView | undefined, position: number): QueueFormValues => ({
  name: queue?.name ?? '',
  itemTypes: queue?.routing.itemTypes ?? [],
  policyIds: queue?.routing.policyIds ?? [],
  channels: queue?.routing.channels?.join('\n') ?? '',
  leastSeverity: toSeverity(queue?.routing.leastSeverity),
  slaHours: queue ? (queue.slaMinutes === null ? '' : String(queue.slaMinutes / HOUR_MINUTES)) : '24',
  isOpen: queue?.isOpen ?? true,
  staffIds: queue?.staffIds ?? [],
  // The default queue's own place is behind all others, and is not asked for.
  position: queue && !queue.isDefault ? queue.position : position,
})

const toSeverity = (severity: number | undefined): QueueFormValues['leastSeverity'] =>
  queueForm.shape.leastSeverity.options.find((option) => option === String(severity)) ?? 'any'

export function toQueueBody(values: QueueFormValues): QueueBody {
  const { name, itemTypes, policyIds, leastSeverity, slaHours, isOpen, staffIds, position } = values
  const channels = linesOf(values.channels)
  return {
    name,
    routing: {
      ...(itemTypes.length > 0 ? { itemTypes } : {}),
      ...(policyIds.length > 0 ? { policyIds } : {}),
      ...(channels.length > 0 ? { channels } : {}),
      ...(leastSeverity === 'any' ? {} : { leastSeverity: Number(leastSeverity) }),
    },
    slaMinutes: slaHours.trim() === '' ? null : Math.max(1, Math.round(Number(slaHours) * HOUR_MINUTES)),
    isOpen,
    staffIds: isOpen ? [] : staffIds,
    position,
  }
}
