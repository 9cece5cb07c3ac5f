import type { ConsumeInTransaction } from '@/lib/core/events/contract'
import { isWebhookEvent } from '../events'
import { queueDeliveries } from './queue-deliveries'

/** Queues what happened for every endpoint that asked for it; what webhooks may not carry is left out. */
export const queueEvents: ConsumeInTransaction = async (trx, events) => {
  await queueDeliveries(
    trx,
    events.flatMap(({ name, payload, ...facts }) =>
      isWebhookEvent(name) ? [{ ...facts, event: name, data: payload }] : [],
    ),
  )
}
