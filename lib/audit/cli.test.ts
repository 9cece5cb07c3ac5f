import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { recordAudit } from '@/lib/audit/commands'
import { getAuditHead } from '@/lib/audit/queries'
import { recordHead } from '@/lib/audit/record-head'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { emptyAuditLog, pastTheGuards } from '@/tests/support/audit'
import { guildhall } from '@/tests/support/guildhall'
import { quickFolder } from '@/tests/support/quick-folder'
import { expect, test as webTest } from '@/tests/support/web'

const test = webTest.extend('log', async ({ web: db, ownerDb }, { onCleanup }) => {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-head-'))
  const before = process.env.GUILDHALL_DATA ?? ''
  extendEnv({ GUILDHALL_DATA: folder })
  onCleanup(async () => {
    extendEnv({ GUILDHALL_DATA: before })
    await rm(folder, { recursive: true })
  })
  await emptyAuditLog(ownerDb)
  return { db, ownerDb, file: join(folder, 'audit-head.json') }
})

async function recordMany(db: Db, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await inTransaction(db, (trx) =>
      recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: index }),
    )
  }
}

const cutAfter = (ownerDb: Db, id: number) =>
  pastTheGuards(
    ownerDb,
    sql`delete from audit_detail where entry_id > ${id}`,
    sql`delete from audit_entry where id > ${id}`,
  )

async function doctorOnAudit() {
  const { code, json } = await guildhall(['doctor', '--json'])
  const checks = json.checks as { name: string; state: string; detail: string; head?: unknown }[]
  return { code, check: checks.find(({ name }) => name === 'Audit log') }
}

test('doctor shows the head, says where none was recorded before, and records it then', async ({
  log: { db, file },
}) => {
  await recordMany(db, 3)
  const head = await getAuditHead(db)
  const first = (await doctorOnAudit()).check
  expect(first).toMatchObject({
    state: 'warning',
    head,
    detail: expect.stringMatching(
      new RegExp(`^3 entries, the chain is intact; newest entry 3, ${head?.hash}.*no head was recorded`),
    ),
  })
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ ...head })
  const second = (await doctorOnAudit()).check
  expect(second).toMatchObject({ state: 'ok', detail: expect.stringMatching(/recorded on this machine since entry 3/) })
})

test('a cut end fails doctor and the check by name, until the restore is accepted', async ({
  log: { db, ownerDb },
}) => {
  await recordMany(db, 4)
  await recordHead(db)
  expect(await guildhall(['audit', 'check', '--json'])).toMatchObject({
    code: 0,
    json: { isIntact: true, head: { id: 4 } },
  })
  await cutAfter(ownerDb, 2)
  const { code, check } = await doctorOnAudit()
  expect([code, check]).toMatchObject([1, { state: 'failed', detail: expect.stringContaining('Entry 4 was recorded') }])
  const broken = await guildhall(['audit', 'check', '--json'])
  expect(broken).toMatchObject({ code: 1, json: { isIntact: false, fault: 'head_missing', brokenAt: 3 } })

  const asked = await guildhall(['audit', 'accept-restore'])
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringMatching(/entries 3 to 4[\s\S]*--yes/)])
  expect((await guildhall(['audit', 'check'])).code).toBe(1)
  const accepted = await guildhall(['audit', 'accept-restore', '--yes', '--reason', 'a lost disk', '--json'])
  expect(accepted).toMatchObject({ code: 0, json: { entryId: 5 } })
  const after = await guildhall(['audit', 'check'])
  expect([after.code, after.stdout]).toEqual([0, expect.stringMatching(/entries 3 to 4 were lost .* entry 5/)])
  expect((await doctorOnAudit()).check?.state).toBe('ok')
  const nothing = await guildhall(['audit', 'accept-restore', '--yes', '--json'])
  expect(nothing).toMatchObject({ code: 1, json: { error: { code: 'audit.nothing_to_accept' } } })
})

test('a head that was noted elsewhere is compared', async ({ log: { db, ownerDb } }) => {
  await recordMany(db, 3)
  const head = await getAuditHead(db)
  const noted = `${head?.id}:${head?.hash}`
  expect((await guildhall(['audit', 'check', '--expect', noted])).code).toBe(0)
  await recordMany(db, 1)
  expect((await guildhall(['audit', 'check', '--expect', noted])).code).toBe(0)
  expect((await guildhall(['audit', 'check', '--expect', '3'])).code).toBe(2)
  await cutAfter(ownerDb, 2)
  await recordMany(db, 2)
  const other = await guildhall(['audit', 'check', '--expect', noted, '--json'])
  expect(other).toMatchObject({ code: 1, json: { isIntact: false, fault: 'head_replaced', brokenAt: 3 } })
  const cut = await guildhall(['audit', 'check', '--expect', `9:${head?.hash}`, '--json'])
  expect(cut).toMatchObject({ code: 1, json: { isIntact: false, fault: 'head_missing' } })
})
