import { GET as getSettingsRoute, PATCH as patchSettings } from '@/app/api/v1/settings/route'
import { GET as listStaffRoute } from '@/app/api/v1/staff/route'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { cliActor } from './actor'
import { addKey, revokeKey } from './commands/manage-keys'
import { consumeKeyWrite } from './write-limit'

const getSettings = (headers: Record<string, string>) => call(getSettingsRoute, { path: '/api/v1/settings', headers })

const changeSettings = (headers: Record<string, string>, body: unknown) =>
  call(patchSettings, { method: 'PATCH', path: '/api/v1/settings', headers, body })

test('a key opens the API as a bearer, from anywhere, and its use is noted', async ({ web: db }) => {
  const { key, id } = await addKey(db, cliActor, { name: 'reader', role: 'executive', scopes: [] })
  const response = await getSettings({ authorization: `bearer ${key}`, origin: '' })
  expect(response.status).toBe(200)
  const row = await db.selectFrom('api_key').select('last_used_at').where('id', '=', id).executeTakeFirstOrThrow()
  expect(row.last_used_at).toBeInstanceOf(Date)
})

test.for(['Bearer gh_unknown', 'Bearer', 'Bearer  ', 'Basic Z2g6eA==', 'gh_plain', 'Bearer x y'])(
  'the Authorization %s is a 401 problem',
  async (authorization, { web: _db }) => {
    const response = await getSettings({ authorization })
    expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
    expect(await response.json()).toMatchObject({ code: 'key.unknown', status: 401 })
  },
)

test('a revoked key is worth nothing from the next request on', async ({ web: db }) => {
  const { key, id } = await addKey(db, cliActor, { name: 'old', role: 'operator', scopes: [] })
  expect((await getSettings({ authorization: `Bearer ${key}` })).status).toBe(200)
  await revokeKey(db, cliActor, id)
  expect((await getSettings({ authorization: `Bearer ${key}` })).status).toBe(401)
})

test('where both are sent the key counts, not the cookie', async ({ web: db }) => {
  const cookie = await cookieOf(db, await aPerson(db))
  const authorization = `Bearer ${await aKey(db, 'operator')}`
  expect((await call(listStaffRoute, { path: '/api/v1/staff', headers: { cookie } })).status).toBe(200)
  expect((await call(listStaffRoute, { path: '/api/v1/staff', headers: { cookie, authorization } })).status).toBe(403)
})

test('a forbidden request names the permission that it needs', async ({ web: db }) => {
  const response = await changeSettings({ authorization: `Bearer ${await aKey(db, 'moderator')}` }, { name: 'X' })
  expect(await response.json()).toMatchObject({ status: 403, code: 'permission.denied', permission: 'settings:write' })
})

test('what is wrong with the input is a 422 with the field, and half of it changes nothing', async ({ web: db }) => {
  const authorization = `Bearer ${await aKey(db, 'manager')}`
  const response = await changeSettings({ authorization }, { name: 'Half', zone: 'Mars/Olympus' })
  expect(response.status).toBe(422)
  expect(await response.json()).toMatchObject({ errors: [{ path: 'zone' }] })
  expect(await (await getSettings({ authorization })).json()).toMatchObject({ name: 'Community', zone: 'UTC' })
})

test('a key that writes too often gets 429 with Retry-After, reads on, and leaves others alone', async ({
  web: db,
}) => {
  const busy = await addKey(db, cliActor, { name: 'busy', role: 'manager', scopes: [] })
  const calm = await aKey(db, 'manager')
  // Spent in the near future, so that nothing is refilled however slow the test runs.
  const soon = performance.now() + 30_000
  for (let count = 0; count < 600; count += 1) consumeKeyWrite(busy.id, soon)
  const refused = await changeSettings({ authorization: `Bearer ${busy.key}` }, {})
  expect([refused.status, (await refused.json()).code]).toEqual([429, 'key.too_many_writes'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await getSettings({ authorization: `Bearer ${busy.key}` })).status).toBe(200)
  expect((await changeSettings({ authorization: `Bearer ${calm}` }, {})).status).toBe(200)
})
