import { sql } from 'kysely'
import { expect, test } from './database'

test("gives the app's login rows, but no table of its own and no way to change the audit log", async ({ db }) => {
  await expect(sql`create table mine (id int)`.execute(db)).rejects.toMatchObject({ code: '42501' })
  await expect(db.updateTable('audit_entry').set({ action: 'x' }).execute()).rejects.toMatchObject({ code: '42501' })
  await expect(db.deleteFrom('audit_detail').execute()).rejects.toMatchObject({ code: '42501' })
  await expect(sql`delete from kysely_migration`.execute(db)).rejects.toMatchObject({ code: '42501' })
  await db.insertInto('origin').values({ name: 'here' }).execute()
  expect(await db.selectFrom('origin').select('name').execute()).toEqual([{ name: 'here' }])
})

test("lets the app's login add jobs and read them", async ({ db }) => {
  await sql`select graphile_worker.add_job('try-it', '{"a":1}'::json)`.execute(db)
  const { rows } = await sql<{ task_identifier: string }>`select task_identifier from graphile_worker.jobs`.execute(db)
  expect(rows).toEqual([{ task_identifier: 'try-it' }])
})

test('lets the owner change the audit log no more than anyone, since triggers guard it', async ({ ownerDb }) => {
  await expect(sql`truncate audit_entry, audit_detail`.execute(ownerDb)).rejects.toThrow('append-only')
})

test('makes partitions through a function that runs as the owner', async ({ db }) => {
  const { rows } = await sql<{
    made: number
  }>`select ensure_month_partitions('message', '2019-01-01', '2019-02-15') made`.execute(db)
  expect(rows).toEqual([{ made: 2 }])
})
