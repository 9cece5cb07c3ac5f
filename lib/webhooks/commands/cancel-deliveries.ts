import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'

export interface Cancellation {
  /** Never left the house, and never will. */
  cancelled: number
  /** Were tried and not accepted, and are not tried again; the receiver may still have acted on a try that it didn't answer. */
  uncertain: number
  /** Have arrived, or are on their way at this moment. */
  sent: number
}

interface Subject {
  /** Of the deliveries. */
  subject: string
  /** Only those of `moderation.action` that tell of one of these actions. */
  actions?: readonly string[]
}

const ofActions = ({ actions }: Subject): RawBuilder<unknown> =>
  actions ? sql` and event = 'moderation.action' and payload #>> '{data,action,type}' = any(${actions}::text[])` : sql``

/**
 * Stops what was queued about a subject, in the transaction that undoes it. Nothing of it is sent again from then on, by a
 * retry, by a replay or by taking over from a dead worker; a try that is under way is its last. Where anything is `sent` or
 * `uncertain` the platform has to be told the contrary: queue that after this.
 */
export async function cancelDeliveries(trx: Trx, about: Subject): Promise<Cancellation> {
  // The rows first, in one order: each is then settled as it stands, whoever was deciding about it.
  const { rows } = await sql<{ id: string; state: string; attempts: number }>`
    select id, state, attempts from webhook_delivery
    where subject = ${about.subject} and cancel_asked_at is null${ofActions(about)} order by id for update`.execute(trx)
  if (rows.length === 0) return { cancelled: 0, uncertain: 0, sent: 0 }
  await sql`
    update webhook_delivery set cancel_asked_at = clock_timestamp(),
      state = case when state in ('pending', 'dead') then 'cancelled' else state end,
      settled_at = case when state = 'pending' then clock_timestamp() else settled_at end,
      next_at = null
    where id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(trx)
  await publishChange(trx, { topic: 'webhooks' })
  const stopped = rows.filter(({ state }) => state === 'pending' || state === 'dead')
  const cancelled = stopped.filter(({ attempts }) => attempts === 0).length
  return {
    cancelled,
    uncertain: stopped.length - cancelled,
    sent: rows.filter(({ state }) => state === 'delivered' || state === 'sending').length,
  }
}

/**
 * Takes a cancellation back: what had arrived counts as sent again, and a try that is under way is no longer the last. What was
 * called off stays so; answers how many of those there are, to be queued anew.
 */
export async function resumeDeliveries(trx: Trx, about: Subject): Promise<number> {
  const { rows } = await sql<{ state: string }>`
    update webhook_delivery set cancel_asked_at = case when state = 'cancelled' then cancel_asked_at end
    where subject = ${about.subject} and cancel_asked_at is not null${ofActions(about)} returning state`.execute(trx)
  return rows.filter(({ state }) => state === 'cancelled').length
}
