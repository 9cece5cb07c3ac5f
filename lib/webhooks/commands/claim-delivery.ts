import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { decideClaim } from '../rules/claim'
import { deliveryView } from '../schema'
import { deliverWebhookTask, queueNameOf } from '../tasks'

/** Twice what a call may take in all; a worker that has not said how it ended by then is dead. */
const LEASE_MS = 30_000

/** A delivery that this worker has to send. Whoever writes how it went must still hold this very attempt. */
export interface ClaimedDelivery {
  id: string
  endpointId: string
  url: string
  payload: unknown
  attempts: number
  /** Encrypted, the present one first. */
  secrets: Buffer[]
  now: Date
}

/** The clock by which deliveries are due: the database's, which all workers share. A test sets its own. */
export type DeliveryClock = () => Date | undefined

/** The instant by that clock, in the milliseconds that a JavaScript date can hold. */
export async function readClock(trx: Trx, clock: DeliveryClock | undefined): Promise<Date> {
  const set = clock?.()
  if (set) return set
  const { rows } = await sql<{ now: Date }>`select date_trunc('milliseconds', clock_timestamp()) as now`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error('the database returned no time')
  return row.now
}

/**
 * Takes a delivery to send it, under the lock of its row, so that of any number of workers one gets it. Null where there is
 * nothing to send; a delivery that another worker holds gets a job for when that one's lease ends.
 */
export async function claimDelivery(db: Db, id: string, clock?: DeliveryClock): Promise<ClaimedDelivery | null> {
  return inTransaction(db, async (trx) => {
    const row = await lockDelivery(trx, id)
    if (!row) return null
    const now = await readClock(trx, clock)
    const decision = decideClaim(stateOf(row), now)
    if (decision.action === 'send') return startTry(trx, row, now)
    if (decision.action === 'wait') {
      const queue = queueNameOf({ id, endpointId: row.endpoint_id })
      await enqueue(trx, deliverWebhookTask, { deliveryId: id }, { queue, runAt: decision.until })
    }
    if (decision.action === 'settle') {
      await trx
        .updateTable('webhook_delivery')
        .set({ state: decision.state, error: decision.error, next_at: null, lease_until: null, settled_at: now })
        .where('id', '=', id)
        .execute()
      await publishChange(trx, { topic: 'webhooks', id })
    }
    return null
  })
}

type LockedDelivery = NonNullable<Awaited<ReturnType<typeof lockDelivery>>>

const lockDelivery = (trx: Trx, id: string) =>
  trx
    .selectFrom('webhook_delivery as delivery')
    .innerJoin('webhook_endpoint as endpoint', 'endpoint.id', 'delivery.endpoint_id')
    .selectAll('delivery')
    .select(['endpoint.url', 'endpoint.secret', 'endpoint.old_secret', 'endpoint.old_secret_until'])
    .select(['endpoint.disabled_at', 'endpoint.deleted_at'])
    .where('delivery.id', '=', id)
    .forUpdate('delivery')
    .executeTakeFirst()

const stateOf = (row: LockedDelivery) => ({
  state: deliveryView.shape.state.parse(row.state),
  attempts: row.attempts,
  nextAt: row.next_at,
  leaseUntil: row.lease_until,
  isCancelAsked: row.cancel_asked_at !== null,
  isEndpointDeleted: row.deleted_at !== null,
  isEndpointDisabled: row.disabled_at !== null,
})

async function startTry(trx: Trx, row: LockedDelivery, now: Date): Promise<ClaimedDelivery> {
  const attempts = row.attempts + 1
  await trx
    .updateTable('webhook_delivery')
    .set({
      state: 'sending',
      attempts,
      next_at: null,
      lease_until: new Date(now.getTime() + LEASE_MS),
      tried_at: now,
    })
    .where('id', '=', row.id)
    .execute()
  await publishChange(trx, { topic: 'webhooks', id: row.id })
  const oldSecret = row.old_secret_until && row.old_secret_until > now ? row.old_secret : null
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    url: row.url,
    payload: row.payload,
    attempts,
    secrets: [row.secret, oldSecret].filter((secret) => secret !== null),
    now,
  }
}
