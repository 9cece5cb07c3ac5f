import { sql } from 'kysely'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { test as databaseTest, expect } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { changeSettings, initialiseZone } from './commands'
import { getSettings } from './queries'
import { DEFAULT_SETTINGS, settingsPatch } from './schema'

const test = databaseTest.extend('fresh', async ({ db }) => {
  await db.deleteFrom('setting').execute()
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  return db
})

const jobs = async (db: Db): Promise<string[]> =>
  (await sql<{ name: string }>`select task_identifier as name from graphile_worker.jobs`.execute(db)).rows.map(
    (row) => row.name,
  )

const countLog = async (db: Db): Promise<number> =>
  (await db.selectFrom('audit_entry').select('id').where('action', '=', 'settings.changed').execute()).length

test('what was never set has its default, and an empty change is none', async ({ fresh: db }) => {
  expect(await getSettings(db)).toEqual(DEFAULT_SETTINGS)
  expect(settingsPatch.parse({})).toEqual({})
  const before = await countLog(db)
  expect(await changeSettings(db, cliActor, settingsPatch.parse({}))).toEqual(DEFAULT_SETTINGS)
  expect(await countLog(db)).toBe(before)
  expect(await db.selectFrom('setting').selectAll().execute()).toEqual([])
})

test('a change touches only what it names, and is in the log with before and after', async ({ fresh: db }) => {
  await changeSettings(db, cliActor, { name: 'Oakfield', messageTextDays: 0 })
  await changeSettings(db, cliActor, { messageTextDays: 30, keepRawDays: null })
  expect(await getSettings(db)).toEqual({ ...DEFAULT_SETTINGS, name: 'Oakfield', messageTextDays: 30 })
  const last = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select('detail')
    .orderBy('audit_entry.id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(last.detail).toEqual({ before: { messageTextDays: 0 }, after: { messageTextDays: 30 }, address: null })
})

test('another zone or other kinds of activity rebuild the day figures, once; nothing else does', async ({
  fresh: db,
}) => {
  await changeSettings(db, cliActor, { name: 'Oakfield' })
  expect(await jobs(db)).toEqual([])
  await changeSettings(db, cliActor, { zone: 'Europe/Berlin' })
  await changeSettings(db, cliActor, { activityKinds: ['message'] })
  await changeSettings(db, cliActor, { zone: 'Europe/Berlin' })
  expect(await jobs(db)).toEqual(['rebuild-days'])
})

test('two changes at once both count', async ({ fresh: db }) => {
  await Promise.all([changeSettings(db, cliActor, { name: 'A' }), changeSettings(db, cliActor, { messageTextDays: 7 })])
  expect(await getSettings(db)).toMatchObject({ name: 'A', messageTextDays: 7 })
})

test('the zone of the environment is for a new installation only', async ({ fresh: db }) => {
  await initialiseZone(db, 'Asia/Kathmandu')
  await initialiseZone(db, 'Europe/Berlin')
  expect(await getSettings(db)).toMatchObject({ zone: 'Asia/Kathmandu' })
})

test('managers change settings, moderators do not', async ({ fresh: db }) => {
  const [manager, moderator] = [await aPerson(db, { role: 'manager' }), await aPerson(db, { role: 'moderator' })]
  await expect(changeSettings(db, actorOf(moderator), { name: 'X' })).rejects.toMatchObject({
    code: 'permission.denied',
  })
  expect(await changeSettings(db, actorOf(manager), { name: 'X' })).toMatchObject({ name: 'X' })
})

test.for([
  { zone: 'Mars/Olympus' },
  { zone: '+02:00' },
  { activityKinds: [] },
  { messageTextDays: -1 },
  { keepRawDays: 0 },
  { name: ' ' },
  { color: 'red' },
])('%o is refused', (patch) => {
  expect(settingsPatch.safeParse(patch).success).toBe(false)
})
