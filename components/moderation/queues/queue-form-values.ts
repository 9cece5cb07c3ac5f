import { z } from 'zod'
import type { QueueBody, QueueView } from '@/lib/moderation/schema/queues'
import { ITEM_TYPES } from '@/lib/moderation/terms'

const HOUR_MINUTES = 60
const YEAR_HOURS = 8_760
const CHANNELS_MAX = 1_000
const WEEK_MINUTES = 10_080
const DAY_MINUTES = 1_440
const COUNT_MAX = 100_000

const isEmpty = (text: string): boolean => text.trim() === ''

/** A number, or nothing. */
const optionalCount = (most: number) =>
  z.string().refine(
    (text) => {
      const count = Number(text)
      return isEmpty(text) || (Number.isInteger(count) && count >= 1 && count <= most)
    },
    `must be a whole number from 1 to ${most.toLocaleString('en-US')}`,
  )

/** A queue as people fill it in: hours, and channels one under the other. What is left empty asks nothing of a case. */
const fields = z.object({
  name: z.string().trim().min(1, 'is required').max(100),
  itemTypes: z.array(z.enum(ITEM_TYPES)),
  policyIds: z.array(z.string()),
  channels: z
    .string()
    .refine((text) => linesOf(text).length <= CHANNELS_MAX, `can have at most ${CHANNELS_MAX} entries`),
  leastSeverity: z.enum(['any', '1', '2', '3', '4', '5']),
  slaHours: z.string().refine((text) => {
    const hours = Number(text)
    return isEmpty(text) || (hours > 0 && hours <= YEAR_HOURS)
  }, 'must be more than 0 hours and at most a year'),
  isOpen: z.boolean(),
  staffIds: z.array(z.string()),
  position: z.int('must be a whole number').min(0, 'must be at least 0').max(999, 'must be at most 999'),
  restMinutes: optionalCount(WEEK_MINUTES),
  restDecisions: optionalCount(COUNT_MAX),
  restReveals: optionalCount(COUNT_MAX),
  pauseMinutes: optionalCount(DAY_MINUTES),
})

const limitsOf = ({ restMinutes, restDecisions, restReveals }: z.output<typeof fields>): string[] =>
  [restMinutes, restDecisions, restReveals].filter((text) => !isEmpty(text))

export const queueForm = fields.refine((values) => limitsOf(values).length === 0 || !isEmpty(values.pauseMinutes), {
  path: ['pauseMinutes'],
  message: 'is required if a limit is set',
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
  restMinutes: textOf(queue?.rotation?.minutes),
  restDecisions: textOf(queue?.rotation?.decisions),
  restReveals: textOf(queue?.rotation?.reveals),
  pauseMinutes: textOf(queue?.rotation?.pauseMinutes),
})

const textOf = (count: number | undefined): string => (count === undefined ? '' : String(count))

const toSeverity = (severity: number | undefined): QueueFormValues['leastSeverity'] =>
  fields.shape.leastSeverity.options.find((option) => option === String(severity)) ?? 'any'

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
    slaMinutes: isEmpty(slaHours) ? null : Math.max(1, Math.round(Number(slaHours) * HOUR_MINUTES)),
    isOpen,
    staffIds: isOpen ? [] : staffIds,
    position,
    rotation: toRotation(values),
  }
}

function toRotation(values: QueueFormValues): QueueBody['rotation'] {
  if (limitsOf(values).length === 0) return null
  const { restMinutes, restDecisions, restReveals, pauseMinutes } = values
  return {
    ...(isEmpty(restMinutes) ? {} : { minutes: Number(restMinutes) }),
    ...(isEmpty(restDecisions) ? {} : { decisions: Number(restDecisions) }),
    ...(isEmpty(restReveals) ? {} : { reveals: Number(restReveals) }),
    pauseMinutes: Number(pauseMinutes),
  }
}
