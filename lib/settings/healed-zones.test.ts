import { type Kysely, sql } from 'kysely'
import { up } from '@/db/migrations/20261129121000-heal-zones'
import { verifyAudit } from '@/lib/audit/verify'
import type { Db } from '@/lib/core/db/types'
import { pastTheGuards } from '@/tests/support/audit'
import { test as databaseTest, expect } from '@/tests/support/database'
import { OTHER_NAMES } from '@/tests/support/odd-zones'

const test = databaseTest.extend('fresh', async ({ db, ownerDb }) => {
  await db.deleteFrom('setting').execute()
  await sql`delete from graphile_worker._private_jobs`.execute(db)
  await ownerDb.deleteFrom('transparency_report').execute()
  // The migration comes before the log's hashes cover microseconds.
  await pastTheGuards(ownerDb, sql`update audit_format set from_id = 1000000`)
  await store(db, { zone: null, kept: 'UTC' })
  return db
})

async function store(db: Db, { zone, kept }: { zone: string | null; kept: string }): Promise<void> {
  if (zone !== null) {
    await sql`insert into setting (key, value, updated_by, updated_at)
      values ('zone', ${JSON.stringify(zone)}::jsonb, 'cli', '2026-01-01')
      on conflict (key) do update set value = excluded.value, updated_at = excluded.updated_at`.execute(db)
  }
  await db.updateTable('activity_state').set({ zone: kept, is_complete: true }).execute()
  await db.updateTable('rollup_state').set({ day_zone: kept, is_complete: true }).execute()
}

async function stored(db: Db) {
  const { rows } = await sql<{
    zone: string | null
    updated: string | null
    activity: string
    days: string
    jobs: number
  }>`
    select (select value #>> '{}' from setting where key = 'zone') as zone,
      (select (updated_at > '2026-01-01')::text from setting where key = 'zone') as updated,
      (select zone from activity_state) as activity, (select day_zone from rollup_state) as days,
      (select count(*)::int from graphile_worker.jobs where task_identifier = 'rebuild-days') as jobs`.execute(db)
  return rows[0]
}

const entries = async (db: Db) =>
  db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select(['actor_kind', 'action', 'target_kind', 'detail'])
    .orderBy('audit_entry.id')
    .execute()

const heal = (ownerDb: Db) => ownerDb.transaction().execute((trx) => up(trx as unknown as Kysely<unknown>))

test.for([
  ['IST', 'UTC'],
  ['US/Pacific-New', 'America/Los_Angeles'],
  ['Mars/Olympus', 'UTC'],
  ['posix/Europe/Berlin', 'UTC'],
  ['FOO+3', 'UTC'],
  ['Factory', 'UTC'],
  ['SystemV/PST8PDT', 'UTC'],
  ['', 'UTC'],
  ...OTHER_NAMES.filter(([name, zone]) => name !== zone),
] as const)('the stored zone %s becomes %s, which is in the log', async ([name, zone], { fresh: db, ownerDb }) => {
  await store(db, { zone: name, kept: name })
  const before = (await entries(db)).length
  await heal(ownerDb)
  expect(await stored(db)).toEqual({ zone, updated: 'true', activity: zone, days: zone, jobs: 1 })
  expect((await entries(db)).slice(before)).toEqual([
    {
      actor_kind: 'system',
      action: 'settings.changed',
      target_kind: 'settings',
      detail: { before: { zone: name }, after: { zone }, address: null },
    },
  ])
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  // Days of another zone are not taken for those of this one until they are counted anew.
  const { rows } = await sql`select from activity_state, rollup_state
    where activity_state.is_complete or rollup_state.is_complete`.execute(db)
  expect(rows).toHaveLength(0)
})

test.for(['Europe/Berlin', 'UTC', 'Etc/GMT+5', 'Europe/Stockholm', 'America/Ciudad_Juarez'])(
  '%s stays as it is',
  async (zone, { fresh: db, ownerDb }) => {
    await store(db, { zone, kept: zone })
    const before = (await entries(db)).length
    await heal(ownerDb)
    expect(await stored(db)).toEqual({ zone, updated: 'false', activity: zone, days: zone, jobs: 0 })
    expect(await entries(db)).toHaveLength(before)
  },
)

test('where no zone was ever set there is nothing to heal', async ({ fresh: db, ownerDb }) => {
  await heal(ownerDb)
  expect(await stored(db)).toEqual({ zone: null, updated: null, activity: 'UTC', days: 'UTC', jobs: 0 })
})

test('days that are still kept in a wrong zone are counted anew in the one that is set', async ({
  fresh: db,
  ownerDb,
}) => {
  await store(db, { zone: 'Europe/Berlin', kept: 'CET' })
  await heal(ownerDb)
  expect(await stored(db)).toMatchObject({ zone: 'Europe/Berlin', activity: 'Europe/Brussels', jobs: 1 })
})

test('summaries that are public name a zone that every reader knows', async ({ fresh: db, ownerDb }) => {
  const zones = { '2025-q1': 'IST', '2025-q2': 'Asia/Calcutta', '2025-q3': 'Europe/Berlin' }
  for (const [quarter, zone] of Object.entries(zones))
    await sql`insert into transparency_report (quarter, content, published_by)
      values (${quarter}, ${JSON.stringify({ quarter, zone, decisions: 3 })}::jsonb, 'cli')`.execute(ownerDb)
  await heal(ownerDb)
  const rows = await db.selectFrom('transparency_report').select('content').orderBy('quarter').execute()
  expect(rows.map(({ content }) => content)).toEqual([
    { quarter: '2025-q1', zone: 'UTC', decisions: 3 },
    { quarter: '2025-q2', zone: 'Asia/Kolkata', decisions: 3 },
    { quarter: '2025-q3', zone: 'Europe/Berlin', decisions: 3 },
  ])
})
