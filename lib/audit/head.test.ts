import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { inject } from 'vitest'
import { createDb, createPool } from '@/lib/core/db/client'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { emptyAuditLog, pastTheGuards } from '@/tests/support/audit'
import { copyDatabase } from '@/tests/support/clone'
import { test as databaseTest, expect } from '@/tests/support/database'
import { quickFolder } from '@/tests/support/quick-folder'
import { acceptRestore, previewRestore } from './accept-restore'
import { recordAudit } from './commands'
import { readRecordedHead } from './head-file'
import { getAuditHead } from './queries'
import { recordHead } from './record-head'
import { canonicalJson, GENESIS_HASH, hashDetail } from './rules'
import { verifyAudit } from './verify'

/** Each test has a log and a data folder of its own. */
const test = databaseTest
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads from the pattern which fixtures a fixture needs
  .extend('folder', async ({}, { onCleanup }) => {
    const folder = await mkdtemp(join(await quickFolder(), 'guildhall-head-'))
    const before = process.env.GUILDHALL_DATA ?? ''
    extendEnv({ GUILDHALL_DATA: folder })
    onCleanup(async () => {
      extendEnv({ GUILDHALL_DATA: before })
      await rm(folder, { recursive: true })
    })
    return folder
  })
  .extend('log', async ({ ownerDb, folder }) => {
    await emptyAuditLog(ownerDb)
    return { ownerDb, folder, file: join(folder, 'audit-head.json') }
  })

const record = (db: Db, detail: Record<string, unknown> = {}) =>
  inTransaction(db, (trx) =>
    recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: 7, detail }),
  )

async function recordMany(db: Db, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) await record(db, { index })
}

const cutAfter = (ownerDb: Db, id: number) =>
  pastTheGuards(
    ownerDb,
    sql`delete from audit_detail where entry_id > ${id}`,
    sql`delete from audit_entry where id > ${id}`,
  )

const idsOf = async (db: Db) =>
  (await db.selectFrom('audit_entry').select('id').orderBy('id').execute()).map((row) => row.id)

test('the head is the newest entry, and is recorded beside the data for its owner alone', async ({ db, log }) => {
  expect(await getAuditHead(db)).toBeNull()
  expect(await recordHead(db)).toBe('empty')
  expect(await readdir(log.folder)).toEqual([])
  await recordMany(db, 3)
  const { hash } = await db.selectFrom('audit_entry').select('hash').where('id', '=', 3).executeTakeFirstOrThrow()
  const head = {
    id: 3,
    hash: hash.toString('hex'),
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
  }
  expect(await getAuditHead(db)).toEqual(head)
  expect(await recordHead(db)).toBe('recorded')
  expect(await recordHead(db)).toBe('unchanged')
  expect(JSON.parse(await readFile(log.file, 'utf8'))).toMatchObject(head)
  expect((await stat(log.file)).mode & 0o777).toBe(0o600)
  expect(await readdir(log.folder)).toEqual(['audit-head.json'])
  expect(await verifyAudit(db)).toMatchObject({
    isIntact: true,
    fault: null,
    entries: 3,
    head,
    recorded: head,
    gaps: [],
  })
})

test('many who record at once leave one whole file, of the newest entry, at every moment', async ({ db, log }) => {
  await record(db)
  await recordHead(db)
  const seen: number[] = []
  let isDone = false
  const reading = (async () => {
    while (!isDone) seen.push((await readRecordedHead())?.id ?? 0)
  })()
  await Promise.all(
    Array.from({ length: 30 }, async () => {
      await record(db)
      await recordHead(db)
    }),
  )
  isDone = true
  await reading
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(await readRecordedHead()).toMatchObject({ id: 31, since: { id: 1 } })
  expect(await readdir(log.folder)).toEqual(['audit-head.json'])
})

test('an end that was cut off is found, also after the worker looked again', async ({ db, log }) => {
  await recordMany(db, 5)
  await recordHead(db)
  await cutAfter(log.ownerDb, 3)
  const broken = {
    isIntact: false,
    fault: 'head_missing',
    brokenAt: 4,
    reason: expect.stringContaining('Entry 5 was recorded'),
    head: { id: 3 },
    recorded: { id: 5 },
  }
  expect(await verifyAudit(db)).toMatchObject(broken)
  expect(await recordHead(db)).toBe('contradicted')
  expect(await verifyAudit(db)).toMatchObject(broken)
  expect(await readRecordedHead()).toMatchObject({ id: 5 })
})

test('a log that was emptied is found', async ({ db, log }) => {
  await recordMany(db, 2)
  await recordHead(db)
  await cutAfter(log.ownerDb, 0)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_missing', brokenAt: 1, head: null })
  expect(await recordHead(db)).toBe('contradicted')
})

test('an end that was cut off and written anew is found, though its chain holds', async ({ db, log }) => {
  await recordMany(db, 5)
  await recordHead(db)
  await cutAfter(log.ownerDb, 3)
  // As somebody would who doesn't know of the file, or writes from elsewhere.
  extendEnv({ GUILDHALL_DATA: join(log.folder, 'elsewhere') })
  await recordMany(db, 4)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 7 })
  extendEnv({ GUILDHALL_DATA: log.folder })
  expect(await recordHead(db)).toBe('contradicted')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_replaced', brokenAt: 5 })
  expect(await readRecordedHead()).toMatchObject({ id: 5 })
})

test('after a cut no id is given out twice, and what is missing is named until it is accepted', async ({ db, log }) => {
  await recordMany(db, 5)
  await recordHead(db)
  await cutAfter(log.ownerDb, 3)
  await recordMany(db, 2)
  expect(await idsOf(db)).toEqual([1, 2, 3, 6, 7])
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'entry_missing', brokenAt: 6 })

  const preview = await previewRestore(db)
  expect(preview).toMatchObject({ recorded: { id: 5 }, found: null, gaps: [{ after: 3, before: 6 }] })
  const { entryId } = await acceptRestore(db, cliActor, { reason: 'the disk was lost' })
  expect(entryId).toBe(8)
  const verdict = await verifyAudit(db)
  expect(verdict).toMatchObject({ isIntact: true, entries: 6, gaps: [{ after: 3, before: 6, acceptedBy: 8 }] })
  expect(verdict.recorded).toMatchObject({ id: 8, since: { id: 5 } })
  await record(db)
  expect(await recordHead(db)).toBe('recorded')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 7 })
})

test('accepting is an entry of its own, with what was recorded and what is gone', async ({ db, log }) => {
  await recordMany(db, 4)
  await recordHead(db)
  const lost = await readRecordedHead()
  await cutAfter(log.ownerDb, 2)
  expect(await acceptRestore(db, cliActor, { reason: 'an older backup' })).toEqual({ entryId: 5 })
  const entry = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'id')
    .select(['id', 'action', 'actor_kind', 'detail'])
    .where('id', '=', 5)
    .executeTakeFirstOrThrow()
  expect(entry).toMatchObject({
    action: 'audit.restore_accepted',
    actor_kind: 'cli',
    detail: {
      recorded: { id: 4, hash: lost?.hash },
      found: null,
      gaps: [{ after: 2, before: 5 }],
      reason: 'an older backup',
    },
  })
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, gaps: [{ after: 2, before: 5, acceptedBy: 5 }] })
  // Another cut is another matter.
  await recordMany(db, 2)
  await recordHead(db)
  await cutAfter(log.ownerDb, 6)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_missing' })
})

test('only the command line accepts, and only where there is something to accept', async ({ db, log: _log }) => {
  await recordMany(db, 2)
  await recordHead(db)
  await expect(acceptRestore(db, cliActor, {})).rejects.toMatchObject({ code: 'audit.nothing_to_accept' })
  await expect(acceptRestore(db, systemActor, {})).rejects.toMatchObject({ code: 'permission.denied' })
  expect(await idsOf(db)).toEqual([1, 2])
})

test('an acceptance that stands in the database alone convinces nobody', async ({ db, log }) => {
  await recordMany(db, 5)
  await recordHead(db)
  await cutAfter(log.ownerDb, 3)
  await inTransaction(db, (trx) =>
    recordAudit(trx, cliActor, {
      action: 'audit.restore_accepted',
      targetKind: 'audit',
      target: null,
      detail: { gaps: [{ after: 3, before: 6 }] },
    }),
  )
  expect(await recordHead(db)).toBe('contradicted')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_missing', brokenAt: 4 })
})

test('an older copy of the database is found, and goes on above all that was ever written', async ({
  db,
  log,
  clone,
}) => {
  await recordMany(db, 3)
  const older = await copyDatabase(inject('cluster'), clone)
  const [app, owner] = [older.connectionString, older.ownerConnectionString].map((url) => createPool(url, 4))
  try {
    await recordMany(db, 3)
    await recordHead(db)
    const restored = createDb(app as NonNullable<typeof app>)
    expect(await verifyAudit(restored)).toMatchObject({ isIntact: false, fault: 'head_missing', brokenAt: 4 })
    // Another machine has no file: it learns from the worker that has one.
    expect(await recordHead(restored)).toBe('contradicted')
    extendEnv({ GUILDHALL_DATA: join(log.folder, 'elsewhere') })
    await record(restored)
    extendEnv({ GUILDHALL_DATA: log.folder })
    expect(await idsOf(restored)).toEqual([1, 2, 3, 7])
    expect(await acceptRestore(restored, cliActor, {})).toEqual({ entryId: 8 })
    expect(await verifyAudit(restored)).toMatchObject({
      isIntact: true,
      gaps: [{ after: 3, before: 7, acceptedBy: 8 }],
    })
  } finally {
    await Promise.all([app?.end(), owner?.end()])
    await older.drop()
  }
})

test('a file that can not be read is said by name, is not overwritten, and stops nobody', async ({ db, log }) => {
  await recordMany(db, 2)
  await writeFile(log.file, '{"id":')
  await expect(recordHead(db)).rejects.toThrow(/audit-head\.json can't be read/)
  await record(db)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_unreadable', entries: 3 })
  expect(await readFile(log.file, 'utf8')).toBe('{"id":')
  await acceptRestore(db, cliActor, {})
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 4, recorded: { id: 4 } })
})

/** As Guildhall wrote entries before hashes covered microseconds, spelled out. */
async function writeOldEntry(ownerDb: Db, id: number, at: string, previous: Buffer): Promise<Buffer> {
  const salt = randomBytes(16)
  const detail = { index: id }
  const detailHash = hashDetail(salt, detail)
  const covered = [id, at, 'cli', null, 'thing.changed', 'thing', '7', detailHash.toString('hex')]
  const hash = createHash('sha256').update(previous).update(JSON.stringify(covered)).digest()
  await pastTheGuards(
    ownerDb,
    sql`insert into audit_entry (id, at, actor_kind, action, target_kind, target_id, detail_hash, previous_hash, hash)
      values (${id}, ${at}, 'cli', 'thing.changed', 'thing', '7', ${detailHash}, ${previous}, ${hash})`,
    sql`insert into audit_detail (entry_id, salt, detail) values (${id}, ${salt}, ${canonicalJson(detail)}::jsonb)`,
  )
  return hash
}

test('entries of before verify as before, and those from the recorded id on cover microseconds', async ({
  db,
  log,
}) => {
  let previous: Buffer = GENESIS_HASH
  for (const id of [1, 2, 3]) previous = await writeOldEntry(log.ownerDb, id, `2026-01-0${id}T10:00:00.123Z`, previous)
  await pastTheGuards(log.ownerDb, sql`update audit_format set from_id = 4`)
  await recordMany(db, 3)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 6 })

  const later = (id: number, by: string) =>
    pastTheGuards(log.ownerDb, sql`update audit_entry set at = at + ${by}::interval where id = ${id}`)
  await later(2, '1 ms')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'entry_changed', brokenAt: 2 })
  await later(2, '-1 ms')
  await later(5, '1 microsecond')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'entry_changed', brokenAt: 5 })
  await later(5, '-1 microsecond')
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true })
  // To say that they are of before helps nobody.
  await pastTheGuards(log.ownerDb, sql`update audit_format set from_id = 7`)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, brokenAt: 4 })
  await pastTheGuards(log.ownerDb, sql`update audit_format set from_id = 2`)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, brokenAt: 2 })
})

test('a process of before can not write entries that would never verify', async ({ db, log: _log }) => {
  await record(db)
  const writing = sql`insert into audit_entry (id, at, actor_kind, action, target_kind, detail_hash, previous_hash, hash)
    select 2, '2026-01-01T00:00:00.123Z', 'cli', 'thing.changed', 'thing', detail_hash, hash, hash from audit_entry`
  await expect(writing.execute(db)).rejects.toThrow(/an older Guildhall/)
  await record(db)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, entries: 2 })
})
