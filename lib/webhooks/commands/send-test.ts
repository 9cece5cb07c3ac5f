import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { getDelivery } from '../queries/deliveries'
import type { DeliveryDetail } from '../schema'
import { PING_EVENT } from '../terms'
import { auditableFields, lockEndpoint } from './lock-endpoint'
import { enqueueAttempts } from './queue-deliveries'

/**
 * Sends a `ping` to one endpoint, as any other delivery is sent.
 * @throws DomainError `permission.denied`, `webhook.not_found`; `webhook.disabled` (conflict)
 */
export async function sendTest(db: Db, actor: Actor, id: string): Promise<DeliveryDetail> {
  requirePermission(actor, 'webhooks:write')
  return inTransaction(db, async (trx) => {
    const endpoint = await lockEndpoint(trx, id)
    if (endpoint.disabled_at) throw conflict('webhook.disabled', 'This webhook is disabled. Enable it to send a test.')
    const now = new Date()
    const payload = { type: PING_EVENT, timestamp: now.toISOString(), data: { webhookId: id } }
    const row = await trx
      .insertInto('webhook_delivery')
      .values({ endpoint_id: id, event: PING_EVENT, payload: JSON.stringify(payload), next_at: now })
      .returning(['id', 'endpoint_id'])
      .executeTakeFirstOrThrow()
    await enqueueAttempts(trx, [{ ...row, next_at: now }])
    const delivery = await getDelivery(trx, row.id)
    await recordAudit(trx, actor, {
      action: 'webhook.tested',
      targetKind: 'webhook',
      target: id,
      detail: { after: { name: auditableFields(endpoint).name }, deliveryId: row.id },
    })
    return delivery
  })
}
