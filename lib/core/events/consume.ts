import { sql } from 'kysely'
import { inTransaction } from '../db/transaction'
import type { Db, Trx } from '../db/types'
import { enqueueAll } from '../jobs/contract'
import type { DomainEvent, EventRegistry } from './contract'
import { consumeEventTask, jobKeyOf } from './tasks'

const OVERDUE_SECONDS = 120
const AT_ONCE = 1_000

interface Delivery {
  eventId: number
  consumer: string
}

/**
 * Gives an event to a consumer, and notes it in the same transaction: however often the job is carried out, what the consumer
 * writes is written once. An event whose payload was erased is given to nobody. Answers whether the consumer had it now.
 * @throws Error where there is no such consumer, as in a worker older than the event: the job is tried again
 */
export async function consumeEvent(db: Db, { consumers }: EventRegistry, delivery: Delivery): Promise<boolean> {
  const consumer = consumers.find(({ name }) => name === delivery.consumer)
  if (consumer?.runsIn !== 'job') throw new Error(`no consumer is registered with the name ${delivery.consumer}`)
  const consume = await consumer.load()
  return inTransaction(db, async (trx) => {
    const event = await lockEvent(trx, delivery)
    if (!event) return false
    const isErased = event.payload === null
    if (!isErased) await consume(trx, event)
    await sql`update event_delivery set done_at = clock_timestamp()
      where event_id = ${delivery.eventId} and consumer = ${delivery.consumer}`.execute(trx)
    return !isErased
  })
}

/** The event, while the consumer has not had it; it is neither given to it twice nor erased meanwhile. */
async function lockEvent(trx: Trx, { eventId, consumer }: Delivery): Promise<DomainEvent | undefined> {
  const { rows } = await sql<DomainEvent>`
    select event.id, event.name, event.version, event.subject, event.cause, event.payload, event.at
    from event_delivery as delivery join domain_event as event on event.id = delivery.event_id
    where delivery.event_id = ${eventId} and delivery.consumer = ${consumer} and delivery.done_at is null
    for update of delivery for share of event`.execute(trx)
  return rows[0]
}

/**
 * Gives events that are long due a job where theirs is gone, as after a backup that was restored without jobs. What was given up
 * after all its tries still has its job, which the health page shows. Answers how many.
 */
export async function sweepEvents(db: Db): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<Delivery>`
      select event_id as "eventId", consumer from event_delivery
      where done_at is null and due_at < clock_timestamp() - ${OVERDUE_SECONDS}::int * interval '1 second'
        and not exists (select from graphile_worker._private_jobs where key = 'event:' || event_id || ':' || consumer)
      order by due_at limit ${AT_ONCE}`.execute(trx)
    await enqueueAll(
      trx,
      consumeEventTask,
      rows.map((payload) => ({ payload, key: jobKeyOf(payload) })),
    )
    return rows.length
  })
}
