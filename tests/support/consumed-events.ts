import { sql } from 'kysely'
import type { Db, Trx } from '@/lib/core/db/types'
import type { ConsumeInJob, EventConsumer, EventRegistry, NewEventOf } from '@/lib/core/events/contract'
import { EVENT_ENTRIES } from '@/lib/domains.shared'

/** While somebody holds this advisory lock, the consumer that writes what it hears stops in the middle. */
export const HEARING_LOCK = 4_711

/** A table of a test in which a consumer writes what it has heard; nothing keeps it from writing twice. */
export async function createConsumedTable(ownerDb: Db): Promise<void> {
  await sql`create table if not exists heard (event_id bigint not null, subject text not null, data jsonb)`.execute(
    ownerDb,
  )
  await sql`grant all on heard to public`.execute(ownerDb)
}

export async function readConsumed(db: Db): Promise<{ id: number; subject: string; payload: unknown }[]> {
  const { rows } = await sql<{ id: number; subject: string; payload: unknown }>`
    select event_id as id, subject, data as payload from heard order by event_id`.execute(db)
  return rows
}

export const writeConsumed: ConsumeInJob = async (trx: Trx, { id, subject, payload }) => {
  await sql`insert into heard values (${id}, ${subject}, ${JSON.stringify(payload)}::jsonb)`.execute(trx)
  await sql`select pg_advisory_xact_lock_shared(${HEARING_LOCK})`.execute(trx)
}

/** Events and consumers of a test. */
export const aRegistry = (...consumers: EventConsumer[]): EventRegistry => ({ events: EVENT_ENTRIES, consumers })

export const hearing = (consume: ConsumeInJob = writeConsumed, name = 'hearing'): EventConsumer => ({
  name,
  events: ['audit.head'],
  runsIn: 'job',
  load: async () => consume,
})

/** An event that no command of a test emits by itself. */
export const anEvent = (
  subject: string,
  given: { notBefore?: Date; memberIds?: number[]; at?: Date } = {},
): NewEventOf<'audit.head'> => ({
  event: 'audit.head',
  subject,
  cause: 'system',
  payload: { id: 1, hash: `hash of ${subject}`, at: '2026-11-26T10:00:00Z' },
  at: new Date('2026-11-26T10:00:00Z'),
  ...given,
})
