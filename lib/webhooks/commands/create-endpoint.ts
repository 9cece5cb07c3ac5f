import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { checkUrl } from '@/lib/core/net/check-url'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, actorRef, requirePermission } from '@/lib/staff/actor'
import { getEndpoint } from '../queries/endpoints'
import type { CreateWebhook } from '../requests'
import type { WebhookWithSecret } from '../schema'
import { newSigningSecret, sealSigningSecret } from '../secrets'
import { auditableFields } from './lock-endpoint'

/** Every event is written once for each endpoint that wants it. */
const ENDPOINTS_MAX = 50

/**
 * Adds an address to which events are sent from now on. Its secret is in this answer alone; it is stored encrypted.
 * @throws DomainError `permission.denied`; `webhook.url_refused` (invalid); `webhook.too_many` (conflict)
 */
export async function createEndpoint(db: Db, actor: Actor, input: CreateWebhook): Promise<WebhookWithSecret> {
  requirePermission(actor, 'webhooks:write')
  await checkUrl(input.url, 'webhook.url_refused')
  return inTransaction(db, async (trx) => {
    await refuseTooMany(trx)
    const secret = newSigningSecret()
    const row = await trx
      .insertInto('webhook_endpoint')
      .values({
        url: input.url,
        events: input.events,
        secret: sealSigningSecret(secret),
        created_by: actorRef(actor),
      })
      .returningAll()
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'webhooks', id: row.id })
    const view = await getEndpoint(trx, row.id)
    await recordAudit(trx, actor, {
      action: 'webhook.created',
      targetKind: 'webhook',
      target: row.id,
      detail: { after: auditableFields(row) },
    })
    return { ...view, secret }
  })
}

async function refuseTooMany(trx: Trx): Promise<void> {
  const { count } = await trx
    .selectFrom('webhook_endpoint')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count < ENDPOINTS_MAX) return
  throw conflict('webhook.too_many', `You can have at most ${ENDPOINTS_MAX} webhooks. Delete one first.`)
}
