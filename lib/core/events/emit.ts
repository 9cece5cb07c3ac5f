import { sql } from 'kysely'
import type { Trx } from '../db/types'
import { enqueueAll } from '../jobs/contract'
import type { ConsumeInTransaction, EventRegistry, NewEvent } from './contract'
import { consumeEventTask, jobKeyOf } from './tasks'

type Emitted = Parameters<ConsumeInTransaction>[1][number]

/** One event for one consumer that reads it in a job. */
interface Delivery {
  eventId: number
  consumer: string
  notBefore: Date | undefined
}

/**
 * Writes what happened in the transaction in which it happens, and has it reach whoever is registered for it: consumers in the
 * transaction at once, the others by a job each that commits with it. Many events take as many statements as one.
 * @throws ZodError where a payload is not what its event declares: a fault of the caller, and nothing commits
 */
export async function emitAll(trx: Trx, registry: EventRegistry, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const emitted = await insertEvents(trx, registry, events)
  const deliveries: Delivery[] = []
  for (const consumer of registry.consumers) {
    const wanted = emitted.filter(({ name }) => consumer.events.includes(name))
    if (wanted.length === 0) continue
    if (consumer.runsIn === 'transaction') {
      const consume = await consumer.load()
      await consume(trx, wanted)
    } else {
      deliveries.push(...wanted.map(({ id, notBefore }) => ({ eventId: id, consumer: consumer.name, notBefore })))
    }
  }
  await insertDeliveries(trx, deliveries)
}

async function insertEvents(trx: Trx, { events }: EventRegistry, given: readonly NewEvent[]): Promise<Emitted[]> {
  const checked = given.map(({ event: name, payload, memberIds = [], ...facts }) => ({
    ...facts,
    name,
    version: events[name].version,
    payload: events[name].payload.parse(payload),
    memberIds: [...new Set(memberIds.filter((id) => id !== null))],
  }))
  const rows = checked.map(({ name, version, subject, cause, memberIds, payload, at }) => ({
    ...{ name, version, subject, cause, payload, at: at.toISOString() },
    member_ids: memberIds,
  }))
  const { rows: inserted } = await sql<{ id: number }>`
    insert into domain_event (name, version, subject, cause, member_ids, payload, at)
    select name, version, subject, cause, member_ids, payload, at
    from rows from (
      jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (name text, version int, subject text, cause text,
        member_ids bigint[], payload jsonb, at timestamptz)
    ) with ordinality order by ordinality
    returning id`.execute(trx)
  // Numbers are given in the order of the rows.
  const ids = inserted.map(({ id }) => id).toSorted((one, other) => one - other)
  return checked.map(({ memberIds: _memberIds, ...event }, index) => ({ ...event, id: ids[index] }) as Emitted)
}

async function insertDeliveries(trx: Trx, deliveries: readonly Delivery[]): Promise<void> {
  if (deliveries.length === 0) return
  const rows = deliveries.map(({ eventId, consumer, notBefore }) => ({
    event_id: eventId,
    consumer,
    due_at: notBefore?.toISOString() ?? null,
  }))
  await sql`
    insert into event_delivery (event_id, consumer, due_at)
    select event_id, consumer, coalesce(due_at, now())
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as (event_id bigint, consumer text, due_at timestamptz)`.execute(
    trx,
  )
  await enqueueAll(
    trx,
    consumeEventTask,
    deliveries.map(({ eventId, consumer, notBefore }) => ({
      payload: { eventId, consumer },
      key: jobKeyOf({ eventId, consumer }),
      ...(notBefore ? { runAt: notBefore } : {}),
    })),
  )
}
