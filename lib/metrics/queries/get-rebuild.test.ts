import { sql } from 'kysely'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { rebuildLocalDays } from '../commands/rebuild-days'
import { getRebuild } from './get-rebuild'

test('tells of a rebuild from the change of the zone until it is through', async ({ db, ownerDb }) => {
  expect(await getRebuild(db)).toEqual({ stage: null, zone: 'UTC', daysLeft: null, error: null })

  await changeSettings(db, cliActor, { zone: 'Pacific/Tarawa' })
  expect(await getRebuild(db)).toMatchObject({ stage: 'waiting', zone: 'UTC' })

  await sql`delete from graphile_worker._private_jobs`.execute(ownerDb)
  await rebuildLocalDays(db, new AbortController().signal)
  expect(await getRebuild(db)).toEqual({ stage: null, zone: 'Pacific/Tarawa', daysLeft: null, error: null })
})

test('tells the stage from what is left to do', async ({ db }) => {
  await db.updateTable('rollup_state').set({ is_complete: false }).execute()
  await db.updateTable('activity_state').set({ is_complete: false }).execute()
  expect((await getRebuild(db)).stage).toBe('activity')
  await db.updateTable('activity_state').set({ is_complete: true }).execute()
  expect((await getRebuild(db)).stage).toBe('days')
  await db
    .insertInto('day_dirty')
    .values([{ day: '2026-01-01' }, { day: '2026-01-02' }])
    .execute()
  expect(await getRebuild(db)).toMatchObject({ stage: 'figures', daysLeft: 2 })
})
