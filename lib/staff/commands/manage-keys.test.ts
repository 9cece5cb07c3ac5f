import { sql } from 'kysely'
import { cliActor } from '@/lib/staff/actor'
import { addKeyBody } from '@/lib/staff/add-key'
import { findKey } from '@/lib/staff/queries/find-access'
import { listKeys } from '@/lib/staff/queries/list-keys'
import { expect, test } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { addKey, revokeKey } from './manage-keys'

test('a key is shown once and stored as a hash with its last characters', async ({ db }) => {
  const { key, hint, id } = await addKey(db, cliActor, { name: 'exporter', role: 'executive', scopes: [] })
  expect(key).toMatch(/^gh_[\w-]{43}$/)
  expect(key.endsWith(hint)).toBe(true)
  expect(await findKey(db, key)).toMatchObject({ id, role: 'executive' })
  const { rows } = await sql<{ everything: string }>`
    select (select string_agg(api_key::text, ' ') from api_key)
      || (select string_agg(audit_detail::text, ' ') from audit_detail) as everything`.execute(db)
  expect(rows[0]?.everything).toContain('exporter')
  expect(rows[0]?.everything).not.toContain(key.slice(3, -4))
})

test('a revoked key is worth nothing, and revoking it again records nothing', async ({ db }) => {
  const { key, id } = await addKey(db, cliActor, { name: 'old', role: 'operator', scopes: [] })
  await revokeKey(db, cliActor, id)
  await revokeKey(db, cliActor, id)
  expect(await findKey(db, key)).toBeUndefined()
  const log = await db.selectFrom('audit_entry').select('action').where('target_id', '=', id).orderBy('id').execute()
  expect(log.map((row) => row.action)).toEqual(['key.created', 'key.revoked'])
})

test('only operators make keys, and a key makes none', async ({ db }) => {
  const manager = actorOf(await aPerson(db, { role: 'manager' }))
  const key = { ...cliActor, kind: 'key' as const, id: '00000000-0000-4000-8000-000000000000' }
  for (const actor of [manager, key]) {
    await expect(addKey(db, actor, { name: 'x', role: 'executive', scopes: [] })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  }
})

test.for([
  { role: 'executive', scopes: ['sources:write'], path: 'scopes.0' },
  { role: 'operator', scopes: ['metrics:read', 'staff:read'], path: 'scopes.1' },
  { role: 'operator', scopes: ['everything'], path: 'scopes.0' },
])('the scopes $scopes are refused for $role', ({ role, scopes, path }) => {
  const result = addKeyBody.safeParse({ name: 'x', role, scopes })
  expect(result.error?.issues.map((issue) => issue.path.join('.'))).toContain(path)
})

test('keys are listed newest first, in pages', async ({ db }) => {
  await db.deleteFrom('api_key').execute()
  for (const name of ['a', 'b', 'c']) await addKey(db, cliActor, { name, role: 'executive', scopes: ['metrics:read'] })
  const first = await listKeys(db, { limit: 2 })
  const second = await listKeys(db, { limit: 2, after: first.next ?? '' })
  expect([...first.items, ...second.items].map((item) => item.name).toSorted()).toEqual(['a', 'b', 'c'])
  expect(second.next).toBeNull()
  await expect(listKeys(db, { limit: 2, after: 'nonsense' })).rejects.toMatchObject({ code: 'page.bad_cursor' })
})
