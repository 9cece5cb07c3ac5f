import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict, notFound } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { getDelivery } from '../queries/deliveries'
import { replayProblem } from '../rules/replay'
import { type DeliveryDetail, deliveryView } from '../schema'
import { enqueueAttempts } from './queue-deliveries'

/**
 * Sends a delivery once more, now, with the same `webhook-id` and a new series of retries.
 * @throws DomainError `permission.denied`, `delivery.not_found`; `delivery.not_replayable` (conflict)
 */
export async function replayDelivery(db: Db, actor: Actor, id: string): Promise<DeliveryDetail> {
  requirePermission(actor, 'webhooks:write')
  return inTransaction(db, async (trx) => {
    const row = await trx
      .selectFrom('webhook_delivery as delivery')
      .innerJoin('webhook_endpoint as endpoint', 'endpoint.id', 'delivery.endpoint_id')
      .select(['delivery.state', 'delivery.attempts', 'delivery.cancel_asked_at', 'delivery.endpoint_id'])
      .select('delivery.forgotten_at')
      .select(['endpoint.disabled_at', 'endpoint.deleted_at'])
      .where('delivery.id', '=', id)
      .forUpdate('delivery')
      .executeTakeFirst()
    if (!row) throw notFound('delivery', id)
    const problem = replayProblem({
      state: deliveryView.shape.state.parse(row.state),
      attempts: row.attempts,
      isCancelAsked: row.cancel_asked_at !== null,
      isEndpointEnabled: row.disabled_at === null && row.deleted_at === null,
      isForgotten: row.forgotten_at !== null,
    })
    if (problem) throw conflict('delivery.not_replayable', problem)
    const now = new Date()
    await trx
      .updateTable('webhook_delivery')
      .set({ state: 'pending', attempts: 0, next_at: now, settled_at: null, replayed_at: now, error: null })
      .where('id', '=', id)
      .execute()
    await enqueueAttempts(trx, [{ id, endpoint_id: row.endpoint_id, next_at: now }])
    const delivery = await getDelivery(trx, id)
    await recordAudit(trx, actor, {
      action: 'delivery.replayed',
      targetKind: 'delivery',
      target: id,
      detail: { webhookId: row.endpoint_id, event: delivery.event, subject: delivery.subject, stateBefore: row.state },
    })
    return delivery
  })
}
