import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { type AuditActor, recordAudit } from './commands'
import { listAudit, listAuditActions } from './queries'
import { auditQuery } from './schema'

const record = (db: Db, actor: AuditActor, action: string) =>
  inTransaction(db, (trx) => recordAudit(trx, actor, { action, targetKind: 'thing', target: 1 }))

test('lists each action that stands in the log once, by name', async ({ db }) => {
  expect(await listAuditActions(db)).toEqual([])
  for (const action of ['source.paused', 'key.created', 'source.paused', 'staff.added'])
    await record(db, cliActor, action)
  expect(await listAuditActions(db)).toEqual(['key.created', 'source.paused', 'staff.added'])
})

test('finds what those without an id have done by their kind', async ({ db }) => {
  await record(db, systemActor, 'thing.made')
  await record(db, { kind: 'staff', id: 'somebody', address: null }, 'thing.made')
  const kindsOf = async (actorKind: string) =>
    (await listAudit(db, auditQuery.parse({ actorKind, action: 'thing.made' }))).items.map((entry) => entry.actor.kind)
  expect(await kindsOf('system')).toEqual(['system'])
  expect(await kindsOf('staff')).toEqual(['staff'])
  expect(await kindsOf('anonymous')).toEqual([])
})
