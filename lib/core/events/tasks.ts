import { z } from 'zod'
import { defineTask } from '../jobs/contract'

/** Gives one event to one consumer. */
export const consumeEventTask = defineTask(
  'consume-event',
  z.object({ eventId: z.int(), consumer: z.string().min(1) }),
  { maxAttempts: 10 },
)

/** Looks for events whose job is gone, and gives them a new one. */
export const sweepEventsTask = defineTask('sweep-events', z.object({}), { maxAttempts: 1 })

/** One job at most waits for an event and a consumer. */
export const jobKeyOf = ({ eventId, consumer }: { eventId: number; consumer: string }): string =>
  `event:${eventId}:${consumer}`
