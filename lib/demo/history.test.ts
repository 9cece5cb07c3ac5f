import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { createHistory } from './history'

const size = { members: 300, founders: 80, months: 3, messagesPerHour: 3 }
const now = new Date('2026-06-17T14:20:00Z')

const fingerprint = async (db: Db) => {
  const { rows } = await sql<Record<string, unknown>>`select
    (select count(*) from message) as messages,
    (select md5(string_agg(extract(epoch from sent_at)::text || length, ',' order by sent_at)) from message) as message_hash,
    (select md5(string_agg(extract(epoch from started_at)::text, ',' order by started_at, id)) from attendance) as attendance_hash,
    (select md5(string_agg(name, ',' order by id)) from member) as member_hash`.execute(db)
  return rows[0]
}

test('makes the same community for the same seed, whole and without contradictions', async ({ db }) => {
  const made = await createHistory(db, { seed: 7, now, size })
  expect(made?.messages).toBeGreaterThan(5_000)
  const { rows } = await sql<Record<string, number>>`select
    (select count(*) from member) as members,
    (select count(*) from message where sent_at > ${now}) as future_messages,
    (select count(*) from message_key) - (select count(*) from message) as unkeyed_messages,
    (select count(*) from message m join member p on p.id = m.member_id where m.sent_at < p.joined_at or m.sent_at >= p.left_at) as strangers,
    (select count(*) from attendance where ended_at < started_at) as backward,
    (select count(*) from attendance a join instance i on i.id = a.instance_id
      where a.started_at < i.started_at or coalesce(a.ended_at, 'infinity') > coalesce(i.ended_at, 'infinity')) as outside`.execute(
    db,
  )
  expect(rows[0]).toEqual({
    members: 300,
    future_messages: 0,
    unkeyed_messages: 0,
    strangers: 0,
    backward: 0,
    outside: 0,
  })
})

test('goes on where it was interrupted, and leaves a complete one alone', async ({ db }) => {
  const whole = await fingerprint(db)
  // What a process killed between two parts leaves behind: one part made and noted, the other not.
  await sql`delete from attendance`.execute(db)
  await sql`delete from attendance_key`.execute(db)
  await sql`delete from instance`.execute(db)
  await sql`delete from feature_usage`.execute(db)
  await sql`update setting set value = jsonb_set(value, '{done}', '["people", "messages"]') where key = 'demo'`.execute(
    db,
  )
  await sql`delete from annotation`.execute(db)
  expect(await createHistory(db, { seed: 7, now: new Date('2026-07-01T00:00:00Z'), size })).not.toBeNull()
  expect(await fingerprint(db)).toEqual(whole)
  expect(await createHistory(db, { seed: 7, now, size })).toBeNull()
})
