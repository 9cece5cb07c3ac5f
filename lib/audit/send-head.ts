import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { queueDeliveries } from '@/lib/webhooks/commands/queue-deliveries'
import { findNewestSubject } from '@/lib/webhooks/queries/events'
import { lockHead } from './record-head'

/**
 * Queues the newest entry's id and hash for the webhooks that ask for `audit.head`, once for each head. Deliveries are no entries
 * of the log, so that none follows from another. Answers how many were queued.
 */
export async function sendHead(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { head, isContradicted } = await lockHead(trx)
    if (!head || isContradicted) return 0
    if (Number(await findNewestSubject(trx, 'audit.head')) >= head.id) return 0
    return queueDeliveries(trx, {
      event: 'audit.head',
      subject: String(head.id),
      data: { ...head },
      at: new Date(head.at),
    })
  })
}
