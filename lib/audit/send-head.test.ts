import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { deliver } from '@/lib/webhooks/commands/deliver'
import { emptyAuditLog, pastTheGuards } from '@/tests/support/audit'
import { test as databaseTest, expect } from '@/tests/support/database'
import { quickFolder } from '@/tests/support/quick-folder'
import { aReceiver } from '@/tests/support/receiver'
import { allowLoopback, anEndpoint } from '@/tests/support/webhooks'
import { recordAudit } from './commands'
import { getAuditHead } from './queries'
import { recordHead } from './record-head'
import { sendHead } from './send-head'

allowLoopback()

const test = databaseTest.extend('log', async ({ ownerDb }, { onCleanup }) => {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-head-'))
  const before = process.env.GUILDHALL_DATA ?? ''
  extendEnv({ GUILDHALL_DATA: folder })
  onCleanup(async () => {
    extendEnv({ GUILDHALL_DATA: before })
    await rm(folder, { recursive: true })
  })
  await sql`delete from webhook_delivery`.execute(ownerDb)
  await sql`delete from webhook_endpoint`.execute(ownerDb)
  await sql`delete from graphile_worker._private_jobs`.execute(ownerDb)
  await emptyAuditLog(ownerDb)
  return ownerDb
})

const record = (db: Db) =>
  inTransaction(db, (trx) => recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: 1 }))

const jobsOf = async (db: Db) => {
  const { rows } = await sql<{ task: string }>`
    select task_identifier as task from graphile_worker.jobs where task_identifier = 'send-audit-head'`.execute(db)
  return rows.length
}

const deliveriesOf = (db: Db) =>
  db
    .selectFrom('webhook_delivery')
    .select(['id', 'payload'])
    .where('event', '=', 'audit.head')
    .orderBy('number')
    .execute()

test('without an endpoint that asks for it nothing is sent, and no job is made', async ({ db, log: _log }) => {
  await anEndpoint(db, 'http://127.0.0.1:9/hook', ['moderation.action'])
  await recordHead(db)
  expect(await jobsOf(db)).toBe(0)
  expect(await sendHead(db)).toBe(0)
})

test('an endpoint that asks for it gets the newest head once, signed, however many entries came', async ({
  db,
  log: _log,
}) => {
  const receiver = await aReceiver()
  try {
    await anEndpoint(db, receiver.url, ['audit.head'])
    for (let count = 0; count < 5; count += 1) {
      await record(db)
      await recordHead(db)
    }
    expect(await jobsOf(db)).toBe(1)
    expect(await sendHead(db)).toBe(1)
    const [delivery] = await deliveriesOf(db)
    expect(await deliver(db, delivery?.id ?? '')).toBe('delivered')
    const [call] = receiver.calls
    expect(JSON.parse(call?.body ?? '')).toMatchObject({ type: 'audit.head', data: await getAuditHead(db) })
    expect(call?.headers['webhook-signature']).toMatch(/^v1,/)
  } finally {
    await receiver.close()
  }
})

test('what was sent is not sent again, and sending it is not itself an entry', async ({ db, log }) => {
  await anEndpoint(db, 'http://127.0.0.1:9/hook', ['audit.head'])
  await record(db)
  await recordHead(db)
  const before = await getAuditHead(db)
  expect([await sendHead(db), await sendHead(db), (await deliveriesOf(db)).length]).toEqual([1, 0, 1])
  await sql`delete from graphile_worker._private_jobs`.execute(log)
  await recordHead(db)
  expect(await jobsOf(db)).toBe(0)
  expect(await getAuditHead(db)).toEqual(before)
})

test('the head of a log whose end was cut off is not sent', async ({ db, log }) => {
  await anEndpoint(db, 'http://127.0.0.1:9/hook', ['audit.head'])
  for (let count = 0; count < 3; count += 1) await record(db)
  await recordHead(db)
  await pastTheGuards(log, sql`delete from audit_detail where entry_id > 2`, sql`delete from audit_entry where id > 2`)
  expect(await sendHead(db)).toBe(0)
})
