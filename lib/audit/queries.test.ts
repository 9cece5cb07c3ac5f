import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { type AuditActor, recordAudit } from './commands'
import { listAudit, listAuditActions } from './queries'
import { AUDIT_ACTOR_KINDS, auditQuery } from './schema'

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

/** One of each kind; a new kind has to be put here, and to be one that the log's list knows. */
const ONE_OF_EACH: Record<AuditActor['kind'], string | null> = {
  ...{ staff: 'somebody', key: 'a-key', system: null, cli: null, anonymous: null },
  ...{ guest: 'a-guest', link: 'a-link', automation: 'an-automation' },
  member: '999999',
}

test('every kind of actor is written, listed and found by its kind', async ({ db }) => {
  const kinds = Object.keys(ONE_OF_EACH) as AuditActor['kind'][]
  expect(kinds.toSorted()).toEqual(AUDIT_ACTOR_KINDS.toSorted())
  for (const kind of kinds) await record(db, { kind, id: ONE_OF_EACH[kind], address: null }, 'each.written')
  // What is no id of a member breaks no list.
  const odd = { kind: 'member', id: 'no-number', address: null } as const
  await inTransaction(db, (trx) =>
    recordAudit(trx, odd, { action: 'odd.written', targetKind: 'thing', target: 1, memberId: 1 }),
  )
  expect((await listAudit(db, auditQuery.parse({ action: 'odd.written' }))).items).toMatchObject([
    { actor: { kind: 'member', id: 'no-number', name: null } },
  ])
  const list = async (more: Record<string, string>) =>
    (await listAudit(db, auditQuery.parse({ action: 'each.written', ...more }))).items.map(({ actor }) => actor)
  expect((await list({})).map(({ kind }) => kind).toReversed()).toEqual(kinds)
  for (const kind of kinds)
    expect(await list({ actorKind: kind })).toEqual([{ kind, id: ONE_OF_EACH[kind], name: null }])
  expect(await list({ actor: 'a-link' })).toEqual([{ kind: 'link', id: 'a-link', name: null }])
})

test('a member is named by the name of today, in the log and in what is exported', async ({ db }) => {
  const origin = await db.insertInto('origin').values({ name: 'forum' }).returning('id').executeTakeFirstOrThrow()
  const member = await db
    .insertInto('member')
    .values({ origin_id: origin.id, external_id: 'm', name: 'Mara' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await record(db, { kind: 'member', id: String(member.id), address: null }, 'member.acted')
  const [entry] = (await listAudit(db, auditQuery.parse({ action: 'member.acted' }))).items
  expect(entry?.actor).toEqual({ kind: 'member', id: String(member.id), name: 'Mara' })
  const refs = [`member:${member.id}`, 'member:999999', 'guest:x', 'link:x', 'automation:x']
  const { rows } = await sql<{ name: string }>`
    select actor_name(ref) as name from unnest(${refs}::text[]) with ordinality as one (ref, n) order by n`.execute(db)
  expect(rows.map(({ name }) => name)).toEqual([
    ...['Mara', 'a member', 'a guest', 'somebody with a link', 'an automation'],
  ])
})
