import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { emit } from '@/lib/domain-events/emit'
import { actorRef, systemActor } from '@/lib/staff/actor'
import { findNewestSubject, isEventSubscribed } from '@/lib/webhooks/queries/events'
import { lockHead } from './record-head'

/**
 * Tells of the newest entry's id and hash, once for each head, while a webhook asks for `audit.head`. Events and deliveries are no
 * entries of the log, so that none follows from another. Answers how many heads were told of: one or none.
 */
export async function sendHead(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { head, isContradicted } = await lockHead(trx)
    if (!head || isContradicted) return 0
    if (Number(await findNewestSubject(trx, 'audit.head')) >= head.id) return 0
    if (!(await isEventSubscribed(trx, 'audit.head'))) return 0
    await emit(trx, 'audit.head', {
      subject: String(head.id),
      cause: actorRef(systemActor),
      payload: head,
      at: new Date(head.at),
    })
    return 1
  })
}
