import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeCommit, inTransaction, withSavepoint } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { emptyAuditLog, pastTheGuards } from '@/tests/support/audit'
import { test as databaseTest, expect } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { eraseMemberDetails, recordAudit } from './commands'
import { listAudit, listAuditActions } from './queries'
import { auditQuery } from './schema'
import { verifyAudit } from './verify'

/** Each test has a log of its own. */
const test = databaseTest.extend('log', async ({ ownerDb }) => {
  await emptyAuditLog(ownerDb)
  return ownerDb
})

const record = (db: Db, action: string, detail: Record<string, unknown> = {}, memberId?: number) =>
  inTransaction(db, (trx) =>
    recordAudit(trx, cliActor, { action, targetKind: 'thing', target: 7, detail, ...(memberId ? { memberId } : {}) }),
  )

test('entries written at once by many are numbered without gap and chain', async ({ db, log: _log }) => {
  await Promise.all(Array.from({ length: 40 }, (_, index) => record(db, 'thing.changed', { index })))
  const ids = await db.selectFrom('audit_entry').select('id').orderBy('id').execute()
  expect(ids.map((row) => row.id)).toEqual(Array.from({ length: 40 }, (_, index) => index + 1))
  expect(await verifyAudit(db)).toEqual({
    ...{ isIntact: true, fault: null, entries: 40, erasedDetails: 0, brokenAt: null, reason: '' },
    ...{ head: expect.objectContaining({ id: 40 }), recorded: null, gaps: [] },
  })
})

test('an entry whose change is rolled back is not there', async ({ db, log: _log }) => {
  await record(db, 'thing.changed')
  const failing = inTransaction(db, async (trx) => {
    await recordAudit(trx, cliActor, { action: 'thing.lost', targetKind: 'thing', target: null })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await record(db, 'thing.changed')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 2 })
})

test('the entry is written last, so that nobody waits for what else a transaction does', async ({ db, log: _log }) => {
  const isHeld = async () =>
    (
      await sql<{
        n: number
      }>`select count(*)::int as n from pg_locks join pg_database on pg_database.oid = pg_locks.database
        where datname = current_database() and locktype = 'advisory' and granted
          and objid = (hashtext('audit_chain')::bigint & 4294967295)::oid`.execute(db)
    ).rows[0]?.n
  await inTransaction(db, async (trx) => {
    await recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: 1 })
    expect(await isHeld()).toBe(0)
    const undone = withSavepoint(trx, async (own) => {
      await recordAudit(own as Trx, cliActor, { action: 'thing.undone', targetKind: 'thing', target: 2 })
      throw new Error('no')
    })
    await expect(undone).rejects.toThrow('no')
    await recordAudit(trx, cliActor, { action: 'thing.kept', targetKind: 'thing', target: 3 })
    beforeCommit(trx, async () => expect(await isHeld()).toBe(1))
  })
  const entries = await db.selectFrom('audit_entry').select('action').orderBy('id').execute()
  expect(entries.map(({ action }) => action)).toEqual(['thing.changed', 'thing.kept'])
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 2 })
})

test('any JSON detail comes back from jsonb with the hash that it went in with', async ({ db, log: _log }) => {
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue()), (detail) =>
      record(db, 'thing.changed', detail),
    ),
    { numRuns: 60 },
  )
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, reason: '' })
})

test('the app can not change, remove or empty the log', async ({ db, log: _log }) => {
  await record(db, 'thing.changed')
  const attempts = [
    sql`update audit_entry set action = 'thing.other'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry cascade`,
    sql`update audit_detail set detail = '{}'`,
    sql`delete from audit_detail`,
    sql`truncate audit_detail`,
    sql`alter table audit_entry disable trigger all`,
    sql`drop table audit_detail`,
  ]
  for (const attempt of attempts) await expect(attempt.execute(db)).rejects.toMatchObject({ code: '42501' })
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 1 })
})

test('the app can not pretend to be erasing', async ({ db, log: _log }) => {
  await record(db, 'thing.changed')
  const pretending = inTransaction(db, async (trx) => {
    await sql`select set_config('guildhall.erasing', 'on', true)`.execute(trx)
    await sql`delete from audit_detail`.execute(trx)
  })
  await expect(pretending).rejects.toMatchObject({ code: '42501' })
})

test("triggers guard the log where the owner's login is used", async ({ db, log: ownerDb }) => {
  await record(db, 'thing.changed')
  const attempts = [
    sql`update audit_entry set action = 'thing.other'`,
    sql`delete from audit_entry`,
    sql`truncate audit_entry cascade`,
    sql`update audit_detail set detail = '{}'`,
    sql`delete from audit_detail`,
    sql`truncate audit_detail`,
  ]
  for (const attempt of attempts) await expect(attempt.execute(ownerDb)).rejects.toThrow('append-only')
})

test.for([
  { what: 'an action', tamper: sql`update audit_entry set action = 'thing.other' where id = 3`, at: 3 },
  { what: 'an actor', tamper: sql`update audit_entry set actor_id = 'x' where id = 2`, at: 2 },
  { what: 'an instant', tamper: sql`update audit_entry set at = at - interval '1 ms' where id = 4`, at: 4 },
  { what: 'a detail', tamper: sql`update audit_detail set detail = '{"index": 9}' where entry_id = 5`, at: 5 },
  { what: 'a salt', tamper: sql`update audit_detail set salt = '\\x00' where entry_id = 1`, at: 1 },
  { what: 'an entry taken out', tamper: sql`delete from audit_entry where id = 2`, at: 3 },
  { what: 'the first entry taken out', tamper: sql`delete from audit_entry where id = 1`, at: 2 },
])('verifying finds $what that was changed', async ({ tamper, at }, { db, log: ownerDb }) => {
  for (let index = 0; index < 5; index += 1) await record(db, 'thing.changed', { index })
  expect((await verifyAudit(db)).isIntact).toBe(true)
  await pastTheGuards(ownerDb, tamper)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, brokenAt: at })
})

test('verifying finds details that were removed without erasing a member', async ({ db, log: ownerDb }) => {
  for (let index = 0; index < 3; index += 1) await record(db, 'thing.changed', { index }, 11)
  await inTransaction(db, (trx) => eraseMemberDetails(trx, systemActor, 11))
  await record(db, 'thing.changed')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, erasedDetails: 3 })
  await pastTheGuards(ownerDb, sql`delete from audit_detail where entry_id = 5`)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, erasedDetails: 4 })
})

test("erasing a member takes out what tells of them, and nobody else's, and keeps the chain", async ({
  db,
  log: _log,
}) => {
  await record(db, 'member.seen', { name: 'Somebody' }, 21)
  await record(db, 'member.seen', { name: 'Another' }, 22)
  expect(await inTransaction(db, (trx) => eraseMemberDetails(trx, cliActor, 21))).toBe(1)
  const details = await db.selectFrom('audit_detail').select('detail').orderBy('entry_id').execute()
  expect(JSON.stringify(details)).not.toContain('Somebody')
  expect(JSON.stringify(details)).toContain('Another')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 3, erasedDetails: 1 })
  const { items } = await listAudit(db, auditQuery.parse({}))
  expect(items.map((entry) => [entry.action, entry.detail === null])).toEqual([
    ['audit_detail.erased', false],
    ['member.seen', false],
    ['member.seen', true],
  ])
})

test('the list is newest first, filtered, in pages, and names who did it', async ({ db, log: _log }) => {
  const person = await aPerson(db, { name: 'Nora' })
  for (let index = 0; index < 3; index += 1) await record(db, 'thing.changed', { index })
  await inTransaction(db, (trx) =>
    recordAudit(trx, actorOf(person), { action: 'key.created', targetKind: 'key', target: 'k', detail: { after: 1 } }),
  )
  const first = await listAudit(db, auditQuery.parse({ limit: 3 }))
  expect(first.items.map((entry) => entry.id)).toEqual(['4', '3', '2'])
  expect(first.items[0]).toMatchObject({
    actor: { kind: 'staff', id: person.id, name: 'Nora' },
    action: 'key.created',
    detail: { after: 1, address: '192.0.2.7' },
  })
  const second = await listAudit(db, auditQuery.parse({ limit: 3, after: first.next }))
  expect([second.items.map((entry) => entry.id), second.next]).toEqual([['1'], null])
  const of = async (filter: object) => (await listAudit(db, auditQuery.parse(filter))).items.length
  expect(await of({ actor: person.id })).toBe(1)
  expect(await of({ action: 'thing.changed' })).toBe(3)
  expect(await of({ targetKind: 'key', target: 'k' })).toBe(1)
  expect(await of({ from: '2000-01-01T00:00:00Z', to: '2000-01-02T00:00:00Z' })).toBe(0)
})

test('the actions that stand in the log are listed once each, by name', async ({ db, log: _log }) => {
  expect(await listAuditActions(db)).toEqual([])
  for (const action of ['thing.lost', 'thing.found', 'thing.lost']) await record(db, action)
  expect(await listAuditActions(db)).toEqual(['thing.found', 'thing.lost'])
})
