import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { recordAudit } from '@/lib/audit/commands'
import { getAuditHead } from '@/lib/audit/queries'
import { verifyAudit } from '@/lib/audit/verify'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { pastTheGuards } from '../support/audit'
import { expect, test } from '../support/database'
import { quickFolder } from '../support/quick-folder'
import { waitFor } from '../support/wait-for'
import { startWorkerProcess } from '../support/worker-process'

const FILE = 'audit-head.json'

const record = (db: Db) =>
  inTransaction(db, (trx) => recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: 1 }))

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-head-'))
  const before = process.env.GUILDHALL_DATA ?? ''
  extendEnv({ GUILDHALL_DATA: folder })
  onTestFinished(async () => {
    extendEnv({ GUILDHALL_DATA: before })
    await rm(folder, { recursive: true, force: true })
  })
  return folder
}

/** As another program would read it, whole each time. */
const recordedId = async (folder: string): Promise<number> =>
  (JSON.parse(await readFile(join(folder, FILE), 'utf8')) as { id: number }).id

const untilRecorded = (db: Db, folder: string) =>
  waitFor('the newest entry to be recorded', async () => {
    const head = await getAuditHead(db)
    return head !== null && (await recordedId(folder).catch(() => 0)) === head.id
  })

test('workers record each new entry soon after its commit; two on one file never go back or leave half of it', async ({
  db,
  connectionString,
}) => {
  const folder = await aFolder()
  // One after the other: two bundlings at once in one process end each other's bundler.
  const first = await startWorkerProcess(db, connectionString, folder)
  const workers = [first, await startWorkerProcess(db, connectionString, folder)]
  await record(db)
  await untilRecorded(db, folder)
  const seen: number[] = []
  let isDone = false
  const reading = (async () => {
    while (!isDone) seen.push(await recordedId(folder))
  })()
  await Promise.all(Array.from({ length: 60 }, () => record(db)))
  await untilRecorded(db, folder)
  isDone = true
  await reading
  expect(seen).toEqual(seen.toSorted((a, b) => a - b))
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, fault: null })
  await Promise.all(workers.map((worker) => worker.end('SIGTERM')))
  expect((await readdir(folder)).filter((name) => name.startsWith(FILE))).toEqual([FILE])
}, 120_000)

test('a worker that is killed between a commit and its file leaves the one before, and the next goes on from there', async ({
  db,
  ownerDb,
  connectionString,
}) => {
  const folder = await aFolder()
  const first = await startWorkerProcess(db, connectionString, folder)
  await record(db)
  await untilRecorded(db, folder)
  const before = await recordedId(folder)
  first.signal('SIGSTOP')
  await record(db)
  await first.end('SIGKILL')
  expect(await recordedId(folder)).toBe(before)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: true, recorded: { id: before } })
  const second = await startWorkerProcess(db, connectionString, folder)
  await untilRecorded(db, folder)
  expect(await recordedId(folder)).toBe(before + 1)

  // And a worker that starts on a log whose end is gone leaves what it knows of it.
  await second.end('SIGTERM')
  await sql`alter table audit_detail drop constraint audit_detail_entry_id_fkey`.execute(ownerDb)
  await pastTheGuards(ownerDb, sql`delete from audit_entry where id > ${before}`)
  await startWorkerProcess(db, connectionString, folder)
  await waitFor('the floor that other machines go by', async () => {
    const floors = await db.selectFrom('audit_floor').select('id').execute()
    return floors.some(({ id }) => id === before + 1)
  })
  expect(await recordedId(folder)).toBe(before + 1)
  expect(await verifyAudit(db)).toMatchObject({ isIntact: false, fault: 'head_missing', brokenAt: before + 1 })
}, 120_000)
