import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { GET as getChain } from '@/app/api/v1/audit/chain/route'
import { GET as getHead } from '@/app/api/v1/audit/head/route'
import { inTransaction } from '@/lib/core/db/transaction'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { pastTheGuards } from '@/tests/support/audit'
import { quickFolder } from '@/tests/support/quick-folder'
import { aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { recordAudit } from './commands'
import { getAuditHead } from './queries'
import { recordHead } from './record-head'
import { auditChainView, auditHeadView } from './schema'

test('the API shows the head, and a cut end by name', async ({ web: db, ownerDb }) => {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-head-'))
  extendEnv({ GUILDHALL_DATA: folder })
  const headers = { cookie: await cookieOf(db, await aPerson(db, { role: 'operator' })) }
  const head = async () =>
    auditHeadView.parse(await (await call(getHead, { path: '/api/v1/audit/head', headers })).json())
  const chain = async () =>
    auditChainView.parse(await (await call(getChain, { path: '/api/v1/audit/chain', headers })).json())
  await inTransaction(db, (trx) =>
    recordAudit(trx, cliActor, { action: 'thing.changed', targetKind: 'thing', target: 1 }),
  )
  await recordHead(db)
  const newest = await getAuditHead(db)
  expect(await head()).toEqual({ head: newest })
  expect(await chain()).toMatchObject({ isIntact: true, head: newest, recorded: newest })
  await sql`alter table audit_detail drop constraint audit_detail_entry_id_fkey`.execute(ownerDb)
  await pastTheGuards(ownerDb, sql`delete from audit_entry where id = ${newest?.id}`)
  expect(await chain()).toMatchObject({ isIntact: false, fault: 'head_missing', brokenAt: newest?.id })
  await rm(folder, { recursive: true })
})
