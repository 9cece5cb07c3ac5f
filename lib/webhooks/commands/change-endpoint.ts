import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { checkUrl } from '@/lib/core/net/check-url'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission, systemActor } from '@/lib/staff/actor'
import { getEndpoint } from '../queries/endpoints'
import type { UpdateWebhook } from '../requests'
import type { WebhookView } from '../schema'
import { auditableFields, type EndpointRow, lockEndpoint, requireVersion } from './lock-endpoint'

const NOW = sql<Date>`clock_timestamp()`

/**
 * Changes an endpoint. Disabled it gets no new deliveries, and what waits for it is given up when its time comes, to be
 * replayed when it is enabled again.
 * @throws DomainError `permission.denied`, `webhook.not_found`; `webhook.changed` (conflict); `webhook.url_refused` (invalid)
 */
export async function updateEndpoint(
  db: Db,
  actor: Actor,
  { id, version, ...change }: UpdateWebhook & { id: string },
): Promise<WebhookView> {
  requirePermission(actor, 'webhooks:write')
  if (change.url) await checkUrl(change.url, 'webhook.url_refused')
  return inTransaction(db, async (trx) => {
    const before = await lockEndpoint(trx, id)
    requireVersion(before, version)
    const after = await trx
      .updateTable('webhook_endpoint')
      .set({
        url: change.url ?? before.url,
        events: change.events ?? before.events,
        ...switched(before, change.enabled),
        version: version + 1,
        updated_at: NOW,
      })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'webhooks', id })
    const view = await getEndpoint(trx, id)
    await recordAudit(trx, actor, {
      action: 'webhook.changed',
      targetKind: 'webhook',
      target: id,
      detail: { before: auditableFields(before), after: auditableFields(after) },
    })
    return view
  })
}

/**
 * Removes an endpoint and its secrets for good. What waits for it is cancelled; what was sent stays in the list.
 * @throws DomainError `permission.denied`, `webhook.not_found`
 */
export async function deleteEndpoint(db: Db, actor: Actor, id: string): Promise<void> {
  requirePermission(actor, 'webhooks:write')
  await inTransaction(db, async (trx) => {
    const before = await lockEndpoint(trx, id)
    await trx
      .updateTable('webhook_endpoint')
      .set((eb) => ({
        deleted_at: NOW,
        secret: null,
        old_secret: null,
        old_secret_until: null,
        version: eb('version', '+', 1),
      }))
      .where('id', '=', id)
      .execute()
    await trx
      .updateTable('webhook_delivery')
      .set({ state: 'cancelled', next_at: null, settled_at: NOW, error: 'The endpoint was deleted.' })
      .where('endpoint_id', '=', id)
      .where('state', '=', 'pending')
      .execute()
    await publishChange(trx, { topic: 'webhooks', id })
    await recordAudit(trx, actor, {
      action: 'webhook.deleted',
      targetKind: 'webhook',
      target: id,
      detail: { before: auditableFields(before) },
    })
  })
}

/** Switches off an endpoint that says of itself that it is gone (410). Nothing happens where it is off or deleted already. */
export async function disableEndpointAfterGone(trx: Trx, id: string): Promise<void> {
  const row = await trx
    .updateTable('webhook_endpoint')
    .set((eb) => ({ disabled_at: NOW, disabled_reason: 'gone', version: eb('version', '+', 1), updated_at: NOW }))
    .where('id', '=', id)
    .where('disabled_at', 'is', null)
    .where('deleted_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
  if (!row) return
  await publishChange(trx, { topic: 'webhooks', id })
  await recordAudit(trx, systemActor, {
    action: 'webhook.disabled',
    targetKind: 'webhook',
    target: id,
    detail: { after: auditableFields(row), reason: 'It responded with 410.' },
  })
}

function switched(before: EndpointRow, enabled: boolean | undefined) {
  const isEnabled = before.disabled_at === null
  if (enabled === undefined || enabled === isEnabled) return {}
  return enabled ? { disabled_at: null, disabled_reason: null } : { disabled_at: NOW, disabled_reason: 'staff' }
}
