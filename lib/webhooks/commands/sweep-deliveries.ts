import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { enqueueAll } from '@/lib/core/jobs/contract'
import { deliverWebhookTask, queueNameOf } from '../tasks'

const OVERDUE_SECONDS = 120
const AT_ONCE = 1_000

/**
 * Gives deliveries that are long due a job where theirs is gone: given up because the database was away for long, or lost
 * with a backup that was restored without them. A delivery whose job only waits for its turn gets a second one at most, which
 * finds nothing to do. Answers how many were looked after.
 */
export async function sweepDeliveries(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: string; endpoint_id: string }>`
      (select id, endpoint_id from webhook_delivery
        where state = 'pending' and next_at < clock_timestamp() - ${OVERDUE_SECONDS}::int * interval '1 second'
        order by next_at limit ${AT_ONCE})
      union all
      (select id, endpoint_id from webhook_delivery
        where state = 'sending' and lease_until < clock_timestamp() - ${OVERDUE_SECONDS}::int * interval '1 second'
        order by lease_until limit ${AT_ONCE})`.execute(trx)
    await enqueueAll(
      trx,
      deliverWebhookTask,
      rows.map(({ id, endpoint_id }) => ({
        payload: { deliveryId: id },
        queue: queueNameOf({ id, endpointId: endpoint_id }),
        key: `sweep:${id}`,
      })),
    )
    return rows.length
  })
}
