import { sql } from 'kysely'
import { MESSAGES } from '@/lib/community/relations'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { type BruteSample, bruteQuarters } from '@/tests/support/brute-roll-up'
import { expect, test } from '@/tests/support/database'
import { rollUpDirty } from '../commands/roll-up'
import { touch } from '../commands/touch'
import { writeSamples } from '../commands/write-samples'
import { STALE_AFTER_INTERVALS } from '../stale-after'

const START = Date.parse('2024-05-01T00:00:00Z')

const sampleAt = (minute: number, value: number): BruteSample => ({ at: START + minute * 60_000, value, seconds: 600 })

const write = (db: Db, samples: readonly BruteSample[]) =>
  inTransaction(db, (trx) =>
    writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: samples.map((sample) => ({ ...sample, metric: 'members', at: new Date(sample.at) })),
    }),
  )

async function stored(db: Db) {
  const { rows } = await sql<{ at: Date; value_seconds: number; covered_seconds: number; samples: number }>`
    select at, value_seconds, covered_seconds, samples from rollup_quarter
    join series on series.id = series_id join metric on metric.id = metric_id where name = 'members' order by at`.execute(
    db,
  )
  return rows.map((row) => ({ ...row, at: row.at.getTime() }))
}

const expected = (samples: readonly BruteSample[]) =>
  [...bruteQuarters(samples, STALE_AFTER_INTERVALS)]
    .sort(([a], [b]) => a - b)
    .map(([at, { value_seconds, covered_seconds, samples: n }]) => ({ at, value_seconds, covered_seconds, samples: n }))

test('a sample that commits while the roll-up of its bucket runs ends up in the roll-up', async ({ db }) => {
  await ensurePartitions(db, 'sample', new Date(START), new Date(START))
  await write(db, [sampleAt(0, 1)])
  const late = sampleAt(5, 7)
  // The writer holds the mark; a pass in the meantime must leave it, and the next one must find it.
  await db.transaction().execute(async (trx) => {
    await writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: [{ ...late, metric: 'members', at: new Date(late.at) }],
    })
    await rollUpDirty(db)
  })
  await rollUpDirty(db)
  expect(await stored(db)).toEqual(expected([sampleAt(0, 1), late]))
})

test('eight writers and two roll-ups at once lose nothing', async ({ db }) => {
  await ensurePartitions(db, 'sample', new Date(START), new Date(START))
  const samples = Array.from({ length: 160 }, (_, index) => sampleAt(index * 3, (index * 31) % 17))
  let isWriting = true
  const writers = Array.from({ length: 8 }, async (_, writer) => {
    for (let index = writer; index < samples.length; index += 8) await write(db, samples.slice(index, index + 1))
  })
  const rollers = Array.from({ length: 2 }, async () => {
    while (isWriting) await rollUpDirty(db)
  })
  await Promise.all(writers)
  isWriting = false
  await Promise.all(rollers)
  await rollUpDirty(db)
  expect(await stored(db)).toEqual(expected([...samples, sampleAt(0, 1), sampleAt(5, 7)].filter(firstOfInstant)))
  expect(await db.selectFrom('rollup_dirty').selectAll().execute()).toEqual([])
})

test('each transaction that marks has a pass of its own to come, whatever pass has begun meanwhile', async ({ db }) => {
  const passes = async () =>
    (
      await sql<{ n: number }>`
      select count(*)::int as n from graphile_worker.jobs where task_identifier = 'roll-up'`.execute(db)
    ).rows[0]?.n ?? 0
  const before = await passes()
  await write(db, [sampleAt(600, 1)])
  await write(db, [sampleAt(603, 2)])
  expect(await passes()).toBe(before + 2)
  await rollUpDirty(db)
})

/** Samples of one instant: the larger value stands. */
const firstOfInstant = (sample: BruteSample, _index: number, all: readonly BruteSample[]): boolean =>
  all.every((other) => other.at !== sample.at || other.value <= sample.value)

test('messages are counted anew when rows arrive, move and go', async ({ db }) => {
  const at = new Date('2024-05-02T10:07:00Z')
  await ensurePartitions(db, 'message', at, at)
  const origin = await db.insertInto('origin').values({ name: 'o' }).returning('id').executeTakeFirstOrThrow()
  const identity = { origin_id: origin.id, external_id: '1' }
  const member = await db.insertInto('member').values(identity).returning('id').executeTakeFirstOrThrow()
  const channel = await db
    .insertInto('channel')
    .values({ ...identity, name: 'c' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const touchMessage = (when: Date) =>
    inTransaction(db, (trx) => touch(trx, MESSAGES, [{ at: when, labels: { channel: String(channel.id) } }]))
  const counts = async () => {
    await rollUpDirty(db)
    const { rows } = await sql<{ key: string; sum: number }>`
      select labels::text || to_char(at, 'HH24:MI') as key, sum from rollup_quarter
      join series on series.id = series_id join metric on metric.id = metric_id where name = 'messages' order by 1`.execute(
      db,
    )
    return Object.fromEntries(rows.map((row) => [row.key, row.sum]))
  }
  const label = `{"channel": "${channel.id}"}`
  await db
    .insertInto('message')
    .values([at, at].map((sent_at) => ({ sent_at, channel_id: channel.id, member_id: member.id })))
    .execute()
  await touchMessage(at)
  expect(await counts()).toEqual({ '{}10:00': 2, [`${label}10:00`]: 2 })
  const later = new Date('2024-05-02T10:20:00Z')
  await sql`update message set sent_at = ${later} where id = (select min(id) from message)`.execute(db)
  await touchMessage(at)
  await touchMessage(later)
  expect(await counts()).toEqual({ '{}10:00': 1, '{}10:15': 1, [`${label}10:00`]: 1, [`${label}10:15`]: 1 })
  await sql`delete from message`.execute(db)
  await touchMessage(at)
  await touchMessage(later)
  expect(await counts()).toEqual({})
  for (const table of ['rollup_hour', 'rollup_day'] as const) {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}
      join series on series.id = series_id join metric on metric.id = metric_id where name = 'messages'`.execute(db)
    expect(rows[0]?.n).toBe(0)
  }
})

test('data older than raw samples are kept is refused by line, and its buckets stay as they are', async ({ db }) => {
  const old = new Date(Date.now() - 40 * 86_400_000)
  await ensurePartitions(db, 'sample', old, new Date())
  const batch = (at: Date) => ({
    origin: 'pushed' as const,
    runId: null,
    samples: [
      { metric: 'online_users', at: new Date(), value: 1, seconds: 60 },
      { metric: 'online_users', at, value: 5, seconds: 60 },
    ],
  })
  await inTransaction(db, (trx) => writeSamples(trx, batch(old)))
  await rollUpDirty(db)
  await db.insertInto('setting').values({ key: 'keepRawDays', value: '30' }).execute()
  await expect(inTransaction(db, (trx) => writeSamples(trx, batch(old)))).rejects.toMatchObject({
    code: 'sample.too_old',
    issues: [{ path: 'samples.1.at' }],
  })
  const quarter = new Date(Math.floor(old.getTime() / 900_000) * 900_000)
  await sql`delete from sample where at = ${old}`.execute(db)
  await sql`insert into rollup_dirty (series_id, at, until) select series_id, at, at + interval '15 minutes' from rollup_quarter where at = ${quarter}`.execute(
    db,
  )
  await rollUpDirty(db)
  const { rows } = await sql<{ sum: number }>`select sum from rollup_quarter where at = ${quarter}`.execute(db)
  expect(rows).toEqual([{ sum: 5 }])
})
