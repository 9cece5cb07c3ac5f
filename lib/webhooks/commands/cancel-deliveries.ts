import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { enqueueAttempts } from './queue-deliveries'

export interface Cancellation {
  /** Never left the house, and never will. */
  cancelled: number
  /** Were tried and not accepted, and are not tried again; the receiver may still have acted on a try that it didn't answer. */
  uncertain: number
  /** Have arrived, or are on their way at this moment. */
  sent: number
}

interface Subject {
  /** Of the deliveries, or what they repeat or deny. */
  subject: string
  /** Only those of a kind. */
  kinds?: readonly string[]
}

const isAbout = ({ subject, kinds }: Subject): RawBuilder<unknown> =>
  sql`(subject = ${subject} or origin = ${subject})${kinds ? sql` and kind = any(${kinds}::text[])` : sql``}`

/**
 * Stops what was queued about a subject, in the transaction that undoes it. Nothing of it is sent again from then on, by a
 * retry, by a replay or by taking over from a dead worker; a try that is under way is its last. Where anything is `sent` or
 * `uncertain` the platform has to be told the contrary: queue that after this.
 */
export async function cancelDeliveries(trx: Trx, about: Subject): Promise<Cancellation> {
  // The rows first, in one order: each is then settled as it stands, whoever was deciding about it.
  const { rows } = await sql<{ id: string; state: string; wasTried: boolean }>`
    select id, state, tried_at is not null as "wasTried" from webhook_delivery
    where ${isAbout(about)} and cancel_asked_at is null order by id for update`.execute(trx)
  if (rows.length === 0) return { cancelled: 0, uncertain: 0, sent: 0 }
  await sql`
    update webhook_delivery set cancel_asked_at = clock_timestamp(),
      state = case when state in ('pending', 'dead') then 'cancelled' else state end,
      settled_at = case when state = 'pending' then clock_timestamp() else settled_at end,
      next_at = null
    where id = any (${rows.map(({ id }) => id)}::uuid[])`.execute(trx)
  await publishChange(trx, { topic: 'webhooks' })
  const stopped = rows.filter(({ state }) => state === 'pending' || state === 'dead')
  const cancelled = stopped.filter(({ wasTried }) => !wasTried).length
  return {
    cancelled,
    uncertain: stopped.length - cancelled,
    sent: rows.filter(({ state }) => state === 'delivered' || state === 'sending').length,
  }
}

/**
 * Takes a cancellation back: what had arrived counts as sent again, and a try that is under way is no longer the last.
 * @param revivedAt when what was called off is sent after all, under its id; null: never
 */
export async function resumeDeliveries(
  trx: Trx,
  { revivedAt, ...about }: Subject & { revivedAt: Date | null },
): Promise<void> {
  const { rows } = await sql<{ id: string; endpoint_id: string; next_at: Date | null }>`
    update webhook_delivery as self set cancel_asked_at = null,
      attempts = case when state = 'cancelled' then 0 else attempts end,
      settled_at = case when state = 'cancelled' then null else settled_at end,
      next_at = case when state = 'cancelled' then ${revivedAt}::timestamptz end,
      state = case when state = 'cancelled' then 'pending' else state end
    where ${isAbout(about)} and cancel_asked_at is not null
      and (state <> 'cancelled' or ${revivedAt}::timestamptz is not null)
      and exists (select from webhook_endpoint where id = self.endpoint_id and deleted_at is null)
    returning id, endpoint_id, next_at`.execute(trx)
  await enqueueAttempts(
    trx,
    rows.flatMap((row) => (row.next_at ? [{ ...row, next_at: row.next_at }] : [])),
  )
}
