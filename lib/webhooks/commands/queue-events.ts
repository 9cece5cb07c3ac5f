import type { ConsumeInTransaction } from '@/lib/core/events/contract'
import { queueDeliveries } from './queue-deliveries'

/** Has every endpoint hear of what happened and it asks for. */
export const queueEvents: ConsumeInTransaction = async (trx, events) => {
  await queueDeliveries(
    trx,
    events.map(({ name, payload, ...facts }) => ({ ...facts, event: name, data: payload })),
  )
}
