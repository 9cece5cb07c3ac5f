import { extendEnv } from '@/lib/core/env'
import { CookieJar, callAuth, postAuth } from '@/tests/support/sign-in'
import { aPerson } from '@/tests/support/staff'
import { expect, test } from '@/tests/support/web'

/** What server.ts notes on a request that comes from this machine itself; see lib/core/http/peer.ts. */
const OWN = { 'x-guildhall-peer': '127.0.0.1', 'x-guildhall-local': 'yes' }

async function enter(headers: Record<string, string>, isDemo = 'true') {
  extendEnv({ GUILDHALL_DEMO: isDemo, GUILDHALL_URL: 'http://localhost:3000', PORT: '3000' })
  const jar = new CookieJar()
  const response = await postAuth(jar, 'callback/demo', {}, headers)
  return { status: response.status, code: (await response.json()).code, isIn: jar.has('guildhall.session') }
}

test.for(['localhost:3000', '127.0.0.1:3000', '[::1]:3000'])('a visitor of %s is in', async (host, { web: db }) => {
  expect(await enter({ ...OWN, host, origin: `http://${host}` })).toEqual({ status: 200, code: undefined, isIn: true })
  const operators = await db.selectFrom('staff').select('email').where('role', '=', 'operator').execute()
  expect(operators).toEqual([{ email: 'operator@demo.invalid' }])
})

const host = 'localhost:3000'
const origin = `http://${host}`

test.for([
  ['who is not on this machine, or came through a proxy', { host, origin, 'x-guildhall-local': '' }],
  ['who claims to be', { host, origin, 'x-guildhall-local': 'no' }],
  ['of a foreign name for this machine', { ...OWN, host: 'rebound.example:3000', origin }],
  [
    'of a foreign name and its own page',
    { ...OWN, host: 'rebound.example:3000', origin: 'http://rebound.example:3000' },
  ],
  ['of another port', { ...OWN, host: 'localhost:3001', origin: 'http://localhost:3001' }],
  ['of a name that only begins right', { ...OWN, host: 'localhost.evil.example:3000', origin }],
  ['without a Host', { ...OWN, host: '', origin }],
  ['whose page is of another site', { ...OWN, host, origin: 'https://evil.example' }],
  ['whose page is of another own name', { ...OWN, host, origin: 'http://127.0.0.1:3000' }],
  ['whose page is unknown', { ...OWN, host, origin: '' }],
] as const)('a visitor %s is not', async ([, headers], { web: _db }) => {
  expect(await enter({ ...headers })).toMatchObject({ status: 403, isIn: false })
})

test('outside of the demo there is no such way in', async ({ web: _db }) => {
  expect(await enter({ ...OWN, host, origin }, 'false')).toMatchObject({ status: 404, isIn: false })
  expect((await callAuth(new CookieJar(), 'callback/demo')).status).toBe(404)
})

test('each visit is a session with a row of its own', async ({ web: db }) => {
  await db.deleteFrom('staff').execute()
  await enter({ ...OWN, host, origin })
  await enter({
    ...OWN,
    host,
    origin,
    'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  })
  const rows = await db.selectFrom('staff_session').select(['client', 'address']).orderBy('created_at').execute()
  expect(rows).toEqual([
    { client: null, address: '127.0.0.1' },
    { client: 'Firefox on Linux', address: '127.0.0.1' },
  ])
})

test('an operator who is there is who the visitor becomes', async ({ web: db }) => {
  await db.deleteFrom('staff').execute()
  const operator = await aPerson(db)
  expect(await enter({ ...OWN, host, origin })).toMatchObject({ isIn: true })
  expect(await db.selectFrom('staff').select('id').execute()).toEqual([{ id: operator.id }])
})
