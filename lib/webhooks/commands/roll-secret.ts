import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { getEndpoint } from '../queries/endpoints'
import type { WebhookWithSecret } from '../schema'
import { newSigningSecret, sealSigningSecret } from '../secrets'
import { lockEndpoint } from './lock-endpoint'

const OLD_SECRET_HOURS = 24

/**
 * Gives an endpoint a new secret, which is in this answer alone. Both sign for 24 hours; rolled again within them, the
 * oldest ends at once, so that two rolls put an end to one that has leaked.
 * @throws DomainError `permission.denied`, `webhook.not_found`
 */
export async function rollSecret(db: Db, actor: Actor, id: string): Promise<WebhookWithSecret> {
  requirePermission(actor, 'secrets:write')
  return inTransaction(db, async (trx) => {
    const before = await lockEndpoint(trx, id)
    const secret = newSigningSecret()
    const until = sql<Date>`clock_timestamp() + ${OLD_SECRET_HOURS}::int * interval '1 hour'`
    const after = await trx
      .updateTable('webhook_endpoint')
      .set({
        secret: sealSigningSecret(secret),
        old_secret: before.secret,
        old_secret_until: until,
        version: before.version + 1,
        updated_at: sql<Date>`clock_timestamp()`,
      })
      .where('id', '=', id)
      .returning(['url', 'old_secret_until'])
      .executeTakeFirstOrThrow()
    await publishChange(trx, { topic: 'webhooks', id })
    const view = await getEndpoint(trx, id)
    await recordAudit(trx, actor, {
      action: 'webhook.secret_rolled',
      targetKind: 'webhook',
      target: id,
      detail: { after: { name: after.url }, oldSecretUntil: after.old_secret_until?.toISOString() ?? null },
    })
    return { ...view, secret }
  })
}
