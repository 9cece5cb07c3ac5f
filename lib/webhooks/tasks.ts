import { z } from 'zod'
import { defineTask } from '@/lib/core/jobs/contract'

/**
 * One try of one delivery; the next one is a job of its own. Attempts here are only those that a worker's death or a lost
 * database costs, not the receiver's failures.
 */
export const deliverWebhookTask = defineTask('deliver-webhook', z.object({ deliveryId: z.uuid() }), { maxAttempts: 10 })

/** Looks for deliveries whose job is gone, and gives them a new one. */
export const sweepDeliveriesTask = defineTask('sweep-deliveries', z.object({}), { maxAttempts: 1 })

/** Calls to one endpoint that run at once, over all workers: one that hangs holds so many places and no more. */
const WEBHOOK_QUEUES = 2

/** graphile-worker runs jobs of one queue one after another, so an endpoint's lanes are queues. */
export function queueNameOf({ id, endpointId }: { id: string; endpointId: string }): string {
  return `webhook:${endpointId}:${Number.parseInt(id.slice(0, 2), 16) % WEBHOOK_QUEUES}`
}
