import { sql } from 'kysely'
import { describe } from 'vitest'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { type SnapshotValue, snapshotAt } from '../snapshot/snapshot'
import { backfillRange } from './backfill'
import { writeSamples } from './write-samples'

const FROM = new Date('2024-03-01T00:00:00Z')
const TO = new Date('2024-03-03T00:00:00Z')
const SLOT_MS = 1_800_000

describe('backfillRange', () => {
  test('sees at each slot what a collection at that slot sees, and changes nothing when run again', async ({ db }) => {
    await makeMirror(db)
    await backfillRange(db, { from: FROM, to: TO })
    // Before the first attendance the mirror can't tell nobody from nothing known, and the past stays silent.
    for (let at = FROM.getTime() + 4 * SLOT_MS; at <= TO.getTime(); at += 3 * SLOT_MS) {
      const slot = { at: new Date(at), seconds: 1800 }
      const seen = (await snapshotAt(db, slot)).filter((reading) => reading.metric !== 'channels')
      expect(await storedAt(db, slot.at), slot.at.toISOString()).toEqual(byKey(seen))
    }
    const before = await db.selectFrom('sample').selectAll().orderBy('series_id').orderBy('at').execute()
    expect((await backfillRange(db, { from: FROM, to: TO })).samples).toBe(0)
    expect(await db.selectFrom('sample').selectAll().orderBy('series_id').orderBy('at').execute()).toEqual(before)
    expect(await db.selectFrom('rollup_dirty').selectAll().execute()).toEqual([])
    expect((await db.selectFrom('rollup_quarter').selectAll().execute()).length).toBeGreaterThan(100)
  })

  test('never overwrites what was collected', async ({ db }) => {
    const at = new Date('2024-02-20T12:00:00Z')
    await ensurePartitions(db, 'sample', at, at)
    await ensurePartitions(db, 'message', at, at)
    const origin = await db.insertInto('origin').values({ name: 'early' }).returning('id').executeTakeFirstOrThrow()
    const member = await db
      .insertInto('member')
      .values({ origin_id: origin.id, external_id: 'm' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const channel = await db
      .insertInto('channel')
      .values({ origin_id: origin.id, external_id: 'c', name: 'c' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('message')
      .values({ sent_at: new Date(at.getTime() - 60_000), channel_id: channel.id, member_id: member.id })
      .execute()
    await inTransaction(db, (trx) =>
      writeSamples(trx, {
        origin: 'collected',
        runId: null,
        samples: [{ metric: 'active_channels', at, value: 0, seconds: 60 }],
      }),
    )
    await backfillRange(db, { from: at, to: at })
    const stored = await storedAt(db, at)
    expect(stored['active_channels{}']).toBe(0)
    expect(stored['online_users{}']).toBe(1)
  })

  test('stops when it is told to', async ({ db }) => {
    const stop = new AbortController()
    stop.abort(new Error('cancelled'))
    await expect(backfillRange(db, { from: FROM, to: TO, signal: stop.signal })).rejects.toThrow('cancelled')
  })
})

/** Two days of a small community, with attendances that outlast instances, cross slots, stay open, and come in twos. */
async function makeMirror(db: Db): Promise<void> {
  for (const table of ['message', 'attendance'] as const) await ensurePartitions(db, table, FROM, TO)
  await sql`insert into origin (name) values ('mirror')`.execute(db)
  await sql`insert into member (origin_id, external_id, joined_at, left_at)
    select o.id, n::text, ${FROM}::timestamptz + n * interval '47 minutes', case when n % 5 = 0 then ${FROM}::timestamptz + n * interval '90 minutes' end
    from origin o, generate_series(1, 20) as n where o.name = 'mirror'`.execute(db)
  await sql`insert into channel (origin_id, external_id, name)
    select o.id, n::text, 'channel ' || n from origin o, generate_series(1, 4) as n where o.name = 'mirror'`.execute(db)
  await sql`insert into space (origin_id, external_id, name, scene)
    select o.id, n::text, 'space ' || n, 'scene ' || n % 2 from origin o, generate_series(1, 3) as n where o.name = 'mirror'`.execute(
    db,
  )
  await sql`insert into instance (origin_id, external_id, space_id, channel_id, started_at, ended_at)
    select o.id, n::text, case when n % 3 > 0 then (select id from space where external_id = (n % 3)::text) end,
      case when n % 3 = 0 then (select id from channel where name like 'channel%' and external_id = (1 + n % 4)::text) end,
      ${FROM}::timestamptz + n * interval '73 minutes',
      case when n % 7 > 0 then ${FROM}::timestamptz + n * interval '73 minutes' + n % 4 * interval '50 minutes' + interval '1 minute' end
    from origin o, generate_series(1, 30) as n where o.name = 'mirror'`.execute(db)
  await sql`insert into attendance (started_at, ended_at, member_id, instance_id)
    select i.started_at + n * interval '7 minutes',
      case when (n + i.id) % 6 > 0 then i.started_at + n * interval '7 minutes' + (n + i.id) % 5 * interval '31 minutes' end,
      (select id from member m where m.external_id = (1 + (i.id * 3 + n) % 20)::text and m.joined_at is not null), i.id
    from instance i, generate_series(0, 4) as n`.execute(db)
  await sql`insert into message (sent_at, channel_id, member_id)
    select ${FROM}::timestamptz + n * n * interval '3 seconds',
      (select id from channel where name = 'channel ' || 1 + n % 4), (select id from member where external_id = (1 + n % 20)::text and joined_at is not null)
    from generate_series(1, 240) as n`.execute(db)
  await sql`insert into feature_usage (origin_id, external_id, at, member_id, feature)
    select o.id, n::text, ${FROM}::timestamptz + n * interval '29 minutes',
      (select id from member where external_id = (1 + n % 20)::text and joined_at is not null), 'poll'
    from origin o, generate_series(1, 90) as n where o.name = 'mirror'`.execute(db)
}

const byKey = (readings: readonly SnapshotValue[]): Record<string, number> =>
  Object.fromEntries(readings.map(({ metric, labels, value }) => [`${metric}${JSON.stringify(labels ?? {})}`, value]))

async function storedAt(db: Db, at: Date): Promise<Record<string, number>> {
  const { rows } = await sql<SnapshotValue>`
    select metric.name as metric, series.labels, sample.value from sample
    join series on series.id = sample.series_id join metric on metric.id = series.metric_id
    where sample.at = ${at}`.execute(db)
  return byKey(rows)
}
