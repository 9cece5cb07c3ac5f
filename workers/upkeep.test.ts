import { sql } from 'kysely'
import { describe } from 'vitest'
import { ingestMessages } from '@/lib/community/commands/ingest-messages'
import { handler as keepPartitions } from '@/lib/community/jobs/keep-partitions'
import { ensurePartitions } from '@/lib/core/db/partitions'
import type { Db } from '@/lib/core/db/types'
import { log } from '@/lib/core/log'
import { changeSettings } from '@/lib/settings/commands'
import { handler as applyRetention } from '@/lib/settings/jobs/apply-retention'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aPerson, cookieOf } from '@/tests/support/staff'

const DAY_MS = 86_400_000
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS)
const context = (db: Db) => ({ db, signal: new AbortController().signal, log, jobId: '1' })

const partitionsOf = async (db: Db, table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = ${table}::regclass order by 1`.execute(
    db,
  )
  return rows.map((row) => row.name)
}

describe('upkeep', () => {
  test('makes three months ahead of every monthly table, and nothing a second time', async ({ db }) => {
    await keepPartitions({}, context(db))
    for (const table of ['message', 'attendance', 'sample', 'rollup_quarter']) {
      const made = await partitionsOf(db, table)
      for (const days of [0, -31, -62, -93]) {
        expect(made).toContain(`${table}_${daysAgo(days).toISOString().slice(0, 7).replace('-', '_')}`)
      }
      await keepPartitions({}, context(db))
      expect(await partitionsOf(db, table)).toEqual(made)
    }
  })

  test('empties text that is older than it is kept, and no other', async ({ db }) => {
    const message = (id: string, days: number) => ({
      id,
      sentAt: daysAgo(days),
      member: { id: 'm' },
      channel: { id: 'c' },
      text: `said ${days} days ago`,
    })
    await ingestMessages(db, systemActor, {
      origin: 'o',
      messages: [message('1', 20), message('2', 40), message('3', 95)],
    })
    const texts = async () =>
      (await db.selectFrom('message').select('text').orderBy('sent_at', 'desc').execute()).map((row) => row.text)
    await applyRetention({}, context(db))
    expect(await texts()).toEqual(['said 20 days ago', 'said 40 days ago', null])
    await changeSettings(db, systemActor, { messageTextDays: 30 })
    await applyRetention({}, context(db))
    expect(await texts()).toEqual(['said 20 days ago', null, null])
    await changeSettings(db, systemActor, { messageTextDays: 0 })
    await applyRetention({}, context(db))
    expect(await texts()).toEqual([null, null, null])
  })

  test('deletes sessions that have run out, and no other', async ({ db }) => {
    const person = await aPerson(db)
    await Promise.all([cookieOf(db, person), cookieOf(db, person)])
    const ids = async () =>
      (await db.selectFrom('staff_session').select('id').orderBy('id').execute()).map(({ id }) => id)
    const [over = '', open] = await ids()
    await db
      .updateTable('staff_session')
      .set({ expires_at: daysAgo(1) })
      .where('id', '=', over)
      .execute()
    await applyRetention({}, context(db))
    expect(await ids()).toEqual([open])
  })

  test('drops months of samples and quarters, hours and runs by their own settings, and by default none', async ({
    db,
  }) => {
    for (const table of ['sample', 'rollup_quarter'] as const)
      await ensurePartitions(db, table, daysAgo(400), new Date())
    const source = await db
      .insertInto('source')
      .values({ name: 's', kind: 'guildhall', interval_seconds: 60 })
      .returning('id')
      .executeTakeFirstOrThrow()
    for (const days of [1, 100]) {
      await sql`insert into rollup_hour values (1, ${daysAgo(days)}, 1, 1, 1, 1, 1, 1, 1, 1)`.execute(db)
      await sql`insert into collection_run (source_id, trigger, status, interval_seconds, started_at)
        values (${source.id}, 'manual', 'succeeded', 60, ${daysAgo(days)})`.execute(db)
    }
    const state = async () => ({
      sample: (await partitionsOf(db, 'sample')).length,
      quarter: (await partitionsOf(db, 'rollup_quarter')).length,
      hours: (await db.selectFrom('rollup_hour').select('at').execute()).length,
      runs: (await db.selectFrom('collection_run').select('id').execute()).length,
    })
    const all = await state()
    await applyRetention({}, context(db))
    expect(await state()).toEqual(all)
    await changeSettings(db, systemActor, { keepRawDays: 90, keepQuarterDays: 200, keepHourDays: 30, keepRunDays: 30 })
    await applyRetention({}, context(db))
    const kept = await state()
    expect(kept).toMatchObject({ hours: 1, runs: 1 })
    // Whole months before 97 days (a week of grace) and 200 days ago are gone.
    const months = (days: number) => all.sample - monthsBetween(daysAgo(400), daysAgo(days))
    expect(kept.sample).toBe(months(97))
    expect(kept.quarter).toBe(months(200))
  })
})

/** Months that end between two instants, the first one's included. */
const monthsBetween = (from: Date, to: Date): number =>
  (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth()
