import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { conflict } from '@/lib/core/errors'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import type { ReplayedFailed } from '../schema'
import { lockEndpoint } from './lock-endpoint'
import { enqueueAttempts } from './queue-deliveries'

const AT_ONCE = 1_000

/**
 * Sends what was given up for an endpoint once more, the oldest first, as replayDelivery does for one: a thousand at most,
 * and the rest when it is asked for again. Answers how many.
 * @throws DomainError `permission.denied`, `webhook.not_found`; `webhook.disabled` (conflict)
 */
export async function replayFailed(db: Db, actor: Actor, id: string): Promise<ReplayedFailed> {
  requirePermission(actor, 'webhooks:write')
  return inTransaction(db, async (trx) => {
    const endpoint = await lockEndpoint(trx, id)
    if (endpoint.disabled_at)
      throw conflict('webhook.disabled', 'This webhook is disabled. Enable it to replay deliveries.')
    const { rows } = await sql<{ id: string; endpoint_id: string; next_at: Date }>`
      update webhook_delivery set state = 'pending', attempts = 0, settled_at = null, error = null,
        next_at = date_trunc('milliseconds', clock_timestamp()), replayed_at = clock_timestamp()
      where id in (
        select id from webhook_delivery
        where endpoint_id = ${id} and state = 'dead' and cancel_asked_at is null and forgotten_at is null
        order by created_at, id limit ${AT_ONCE} for update skip locked
      )
      returning id, endpoint_id, next_at`.execute(trx)
    await enqueueAttempts(trx, rows)
    if (rows.length > 0) {
      await recordAudit(trx, actor, {
        action: 'webhook.replayed',
        targetKind: 'webhook',
        target: id,
        detail: { after: { name: endpoint.url }, deliveries: rows.length },
      })
    }
    return { replayed: rows.length }
  })
}
