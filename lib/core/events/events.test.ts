import { sql } from 'kysely'
import { describe } from 'vitest'
import { createPool } from '@/lib/core/db/client'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import {
  anEvent,
  aRegistry,
  createConsumedTable,
  hearing,
  readConsumed,
  writeConsumed,
} from '@/tests/support/consumed-events'
import { expect, test as plainTest } from '@/tests/support/database'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { consumeEvent, sweepEvents } from './consume'
import type { EventConsumer, NewEvent } from './contract'
import { emitAll } from './emit'
import { dropOldEvents, eraseEventsAbout, eraseEventsOf } from './erase-events'

const { signal } = new AbortController()

/** Each test begins with no event and nothing heard. */
const test = plainTest.extend('empty', async ({ ownerDb }) => {
  await createConsumedTable(ownerDb)
  await sql`truncate heard, event_delivery, domain_event`.execute(ownerDb)
  await sql`delete from graphile_worker._private_jobs`.execute(ownerDb)
  return ownerDb
})

const inSameTransaction = (consume: Extract<EventConsumer, { runsIn: 'transaction' }>['load']): EventConsumer => ({
  name: 'at-once',
  events: ['audit.head'],
  runsIn: 'transaction',
  load: consume,
})

const emit = (db: Db, consumers: EventConsumer[], ...events: NewEvent[]) =>
  inTransaction(db, (trx) => emitAll(trx, aRegistry(...consumers), events))

const eventsOf = (db: Db) => db.selectFrom('domain_event').selectAll().orderBy('id').execute()

const idOf = async (db: Db) => (await eventsOf(db))[0]?.id ?? 0

async function jobsOf(db: Db): Promise<{ key: string; run_at: Date; payload: unknown }[]> {
  const { rows } = await sql<{ key: string; run_at: Date; payload: unknown }>`
    select key, run_at, payload from graphile_worker._private_jobs order by id`.execute(db)
  return rows
}

const consume = (db: Db, eventId: number, consumer = hearing()) =>
  consumeEvent(db, aRegistry(consumer), { eventId, consumer: consumer.name })

describe('an event', () => {
  test('is a row with its facts, and nothing else where nobody hears of it', async ({
    db,
    connectionString,
    empty: _,
  }) => {
    const pool = createPool(connectionString, 1)
    const noted = noteStatements(pool)
    await emit(noted.db, [], { ...anEvent('alone'), memberIds: [3, null, 3, 1] })
    const written = noted.take().filter(({ sql: text }) => !/^(begin|commit)/i.test(text))
    await pool.end()
    expect(written).toHaveLength(1)
    const rows = await eventsOf(db)
    expect(rows.map((row) => ({ ...row, member_ids: row.member_ids.map(Number) }))).toEqual([
      {
        id: expect.any(Number),
        name: 'audit.head',
        version: 1,
        subject: 'alone',
        cause: 'system',
        member_ids: [3, 1],
        payload: { id: 1, hash: 'hash of alone', at: '2026-11-26T10:00:00Z' },
        at: new Date('2026-11-26T10:00:00Z'),
      },
    ])
    expect(await jobsOf(db)).toEqual([])
  })

  test('takes as many statements as a hundred do', async ({ connectionString, empty: _ }) => {
    const pool = createPool(connectionString, 1)
    const noted = noteStatements(pool)
    const consumers = [inSameTransaction(async () => async (trx) => void (await sql`select 1`.execute(trx))), hearing()]
    await emit(noted.db, consumers, anEvent('one'))
    const forOne = noted.take().length
    await emit(noted.db, consumers, ...Array.from({ length: 100 }, (_value, index) => anEvent(`of many ${index}`)))
    expect(noted.take()).toHaveLength(forOne)
    await pool.end()
  })

  test('commits with what caused it or not at all', async ({ db, empty: _ }) => {
    await expect(
      inTransaction(db, async (trx) => {
        await emitAll(trx, aRegistry(hearing()), [anEvent('undone')])
        throw new Error('no')
      }),
    ).rejects.toThrow('no')
    const failing = inSameTransaction(async () => async () => Promise.reject(new Error('not this')))
    await expect(emit(db, [hearing(), failing], anEvent('refused'))).rejects.toThrow('not this')
    expect([await eventsOf(db), await jobsOf(db)]).toEqual([[], []])
  })

  test('whose payload is not what it declares is refused', async ({ db, empty: _ }) => {
    const payload = { id: 1, hash: 'x', at: 'y', more: true }
    const wrong: NewEvent = { ...anEvent('wrong'), payload }
    await expect(emit(db, [], wrong)).rejects.toThrow(/more/)
    expect(await eventsOf(db)).toEqual([])
  })
})

describe('a consumer in the transaction', () => {
  test('gets all of a call at once, each with its id and what it needs to deliver it', async ({ db, empty: _ }) => {
    const heard: unknown[] = []
    const consumer = inSameTransaction(async () => async (_trx, events) => void heard.push(...events))
    const notBefore = new Date('2030-01-01T00:00:00Z')
    await emit(db, [consumer], { ...anEvent('first'), notBefore, kind: 'hide', origin: 'zero' }, anEvent('second'))
    const [first, second] = await eventsOf(db)
    expect([first?.subject, second?.subject]).toEqual(['first', 'second'])
    expect(heard).toMatchObject([
      { id: first?.id, subject: 'first', version: 1, notBefore, kind: 'hide', origin: 'zero' },
      { id: second?.id, subject: 'second', payload: { hash: 'hash of second' } },
    ])
  })
})

describe('a consumer in a job', () => {
  test('gets an event once, however often and by however many its job is carried out', async ({ db, empty: _ }) => {
    const other = hearing(async () => undefined, 'other')
    await emit(db, [hearing(), other], anEvent('once'), anEvent('twice'))
    const ids = (await eventsOf(db)).map(({ id }) => id)
    expect((await jobsOf(db)).map(({ payload }) => payload)).toEqual(
      expect.arrayContaining(
        ids.flatMap((eventId) => [
          { eventId, consumer: 'hearing' },
          { eventId, consumer: 'other' },
        ]),
      ),
    )
    const [id = 0] = ids
    const answers = await Promise.all([consume(db, id), consume(db, id), consume(db, id)])
    expect(answers.filter(Boolean)).toHaveLength(1)
    expect(await consume(db, id)).toBe(false)
    expect(await readConsumed(db)).toMatchObject([{ id, subject: 'once', payload: { hash: 'hash of once' } }])
    expect(await consume(db, id, other)).toBe(true)
  })

  test('that fails leaves nothing, and has the event again', async ({ db, empty: _ }) => {
    await emit(db, [hearing()], anEvent('hard'))
    const failing = hearing(async (trx, event) => {
      await writeConsumed(trx, event)
      throw new Error('not now')
    })
    await expect(consume(db, await idOf(db), failing)).rejects.toThrow('not now')
    expect(await readConsumed(db)).toEqual([])
    expect(await consume(db, await idOf(db))).toBe(true)
    expect(await readConsumed(db)).toHaveLength(1)
  })

  test('that is not registered is an error, so that a newer worker gets it', async ({ db, empty: _ }) => {
    await emit(db, [hearing()], anEvent('new'))
    const delivery = { eventId: await idOf(db), consumer: 'hearing' }
    await expect(consumeEvent(db, aRegistry(), delivery)).rejects.toThrow('hearing')
    expect(await consume(db, delivery.eventId)).toBe(true)
  })

  test('gets what can be undone no earlier than that is over', async ({ db, empty: _ }) => {
    const notBefore = new Date('2031-01-01T00:00:00Z')
    await emit(db, [hearing()], anEvent('later', { notBefore }), anEvent('now'))
    const [later, now] = await jobsOf(db)
    expect(later?.run_at).toEqual(notBefore)
    expect(now?.run_at.getTime()).toBeLessThan(notBefore.getTime())
  })

  test('gets a new job where its own is lost, and none where it waits, was given up or is done', async ({
    db,
    empty: ownerDb,
  }) => {
    await emit(db, [hearing()], ...['lost', 'given up', 'done', 'fresh'].map((subject) => anEvent(subject)))
    const [lost, givenUp, done, fresh] = (await eventsOf(db)).map(({ id }) => id)
    await consume(db, done ?? 0)
    await sql`update event_delivery set due_at = due_at - interval '1 hour' where event_id <> ${fresh}`.execute(ownerDb)
    await sql`delete from graphile_worker._private_jobs where payload->>'eventId' <> ${String(givenUp)}`.execute(
      ownerDb,
    )
    await sql`update graphile_worker._private_jobs set attempts = max_attempts`.execute(ownerDb)
    expect(await sweepEvents(db)).toBe(1)
    expect((await jobsOf(db)).map(({ payload }) => payload)).toEqual([
      { eventId: givenUp, consumer: 'hearing' },
      { eventId: lost, consumer: 'hearing' },
    ])
    expect(await sweepEvents(db)).toBe(0)
  })
})

describe('what events hold', () => {
  test('goes with whose it is, and nobody reads it after that', async ({ db, empty: _ }) => {
    const [one, two] = [1, 2]
    await emit(
      db,
      [hearing()],
      anEvent('of both', { memberIds: [one, two] }),
      anEvent('of one', { memberIds: [one] }),
      anEvent('of the other', { memberIds: [two] }),
      anEvent('of a subject'),
    )
    expect(await inTransaction(db, (trx) => eraseEventsOf(trx, [one]))).toBe(2)
    expect(await inTransaction(db, (trx) => eraseEventsOf(trx, [one]))).toBe(0)
    expect(await inTransaction(db, (trx) => eraseEventsAbout(trx, ['of a subject', 'of nobody']))).toBe(1)
    const rows = await eventsOf(db)
    expect(rows.map(({ payload }) => payload !== null)).toEqual([false, false, true, false])
    for (const { id } of rows) await consume(db, id)
    expect((await readConsumed(db)).map(({ subject }) => subject)).toEqual(['of the other'])
    const { rows: waiting } = await sql`select from event_delivery where done_at is null`.execute(db)
    expect(waiting).toEqual([])
  })

  test('goes after 30 days, with who has heard of it', async ({ db, empty: _ }) => {
    const now = new Date('2026-11-29T00:00:00Z')
    const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000)
    await emit(db, [hearing()], anEvent('old', { at: daysAgo(31) }), anEvent('young', { at: daysAgo(29) }))
    expect(await dropOldEvents(db, now, signal)).toBe(1)
    expect((await eventsOf(db)).map(({ subject }) => subject)).toEqual(['young'])
    const { rows } = await sql`select from event_delivery`.execute(db)
    expect(rows).toHaveLength(1)
  })
})
