import { decode, encode } from 'next-auth/jwt'
import { PUT as putPassword } from '@/app/api/v1/account/password/route'
import { GET as getAccount, PATCH as renameAccount } from '@/app/api/v1/account/route'
import { DELETE as endSessions } from '@/app/api/v1/account/sessions/route'
import { hashPassword } from '@/lib/core/crypto/password'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { changeStaff } from '@/lib/staff/commands/change-staff'
import { CookieJar, callAuth, postAuth } from '@/tests/support/sign-in'
import { aPerson, type Person } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { sessionSecret } from './session'

const PASSWORD = 'four calm words here'
const SESSION = 'guildhall.session'

const test = webTest
  .extend('passwordHash', { scope: 'file' }, async () => hashPassword(PASSWORD))
  .extend('person', async ({ web: db, passwordHash }): Promise<Person> => {
    extendEnv({ GUILDHALL_URL: 'http://localhost:3000' })
    await db.deleteFrom('throttle').execute()
    return aPerson(db, { role: 'manager', passwordHash })
  })

async function signIn(person: Person, password = PASSWORD): Promise<CookieJar> {
  const jar = new CookieJar()
  const response = await postAuth(jar, 'callback/credentials', { email: person.email, password })
  expect(response.status).toBe(200)
  return jar
}

const fieldsOf = (person: Person) => ({ email: person.email, password: PASSWORD })
/** What somebody has who read the browser's cookies. */
function copyOf(jar: CookieJar): CookieJar {
  const copy = new CookieJar()
  const response = new Response(null)
  for (const pair of jar.header.split('; ')) response.headers.append('set-cookie', pair)
  copy.take(response)
  return copy
}

const cookieIn = (jar: CookieJar): string =>
  /guildhall\.session=([^;]*)/.exec(jar.header)?.[1] ?? expect.fail('there is no session')

/** As versions before this one made it: the person and the version, and no more. */
const cookieBeforeIds = async (sub: string): Promise<string> =>
  `${SESSION}=${await encode({ token: { sub, version: 1 }, secret: sessionSecret() })}`

const auditOf = async (db: Db, staffId: string, action: string): Promise<unknown[]> => {
  const rows = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select('detail')
    .where('target_id', '=', staffId)
    .where('action', '=', action)
    .execute()
  return rows.map((row) => row.detail)
}

const account = (jar: CookieJar) => call(getAccount, { path: '/api/v1/account', headers: { cookie: jar.header } })

test('signing in leaves a cookie that opens the API', async ({ person }) => {
  const jar = await signIn(person)
  const response = await account(jar)
  expect(await response.json()).toMatchObject({ id: person.id, email: person.email, role: 'manager' })
})

test('the cookie is HttpOnly and SameSite, Secure behind https, and tells nothing', async ({ person }) => {
  const setCookie = async () => {
    const jar = new CookieJar()
    const response = await postAuth(jar, 'callback/credentials', { email: person.email, password: PASSWORD })
    return response.headers.getSetCookie().find((line) => line.includes(SESSION)) ?? ''
  }
  const plain = await setCookie()
  expect(plain).toMatch(/; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
  const [, payload = ''] = plain.split('=')
  expect(payload.split('.')).toHaveLength(5)
  expect(Buffer.from(payload, 'base64url').toString()).not.toContain(person.email)
  extendEnv({ GUILDHALL_URL: 'https://hall.example' })
  expect(await setCookie()).toMatch(/^__Secure-guildhall\.session=.*; HttpOnly; Secure; SameSite=Lax$/)
})

test('a body that holds more than a sign-in is refused before it is parsed', async ({ person }) => {
  const many = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`k${n}`, '1']))
  const response = await postAuth(new CookieJar(), 'callback/credentials', { email: person.email, ...many })
  expect([response.status, (await response.json()).code]).toEqual([413, 'body.too_large'])
})

test('a wrong password is a 401 problem and leaves no session', async ({ person }) => {
  const jar = new CookieJar()
  const response = await postAuth(jar, 'callback/credentials', { email: person.email, password: 'wrong' })
  expect([response.status, response.headers.get('content-type')]).toEqual([401, 'application/problem+json'])
  expect(await response.json()).toMatchObject({ code: 'sign_in.failed' })
  expect(jar.has(SESSION)).toBe(false)
})

test('too many failures are a 429 problem with Retry-After', async ({ person }) => {
  const guess = () => postAuth(new CookieJar(), 'callback/credentials', { email: person.email, password: 'wrong' })
  for (let index = 0; index < 5; index += 1) expect((await guess()).status).toBe(401)
  const response = await guess()
  expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1'])
})

test('without e-mail or password it is a 422, without JSON a 400', async ({ person: _person }) => {
  expect((await postAuth(new CookieJar(), 'callback/credentials', { email: 'x' })).status).toBe(422)
  const list = await callAuth(new CookieJar(), 'callback/credentials', { body: [] as never })
  expect(list.status).toBe(400)
})

test('a form of another site signs nobody in, and neither does one without the token', async ({ person }) => {
  const fields = { email: person.email, password: PASSWORD }
  for (const origin of ['https://evil.example', 'null', '']) {
    const response = await postAuth(new CookieJar(), 'callback/credentials', fields, { origin })
    expect([response.status, (await response.json()).code]).toEqual([403, 'request.cross_origin'])
  }
  const jar = new CookieJar()
  const response = await callAuth(jar, 'callback/credentials', { body: { ...fields, csrfToken: 'guessed' } })
  expect([response.status, (await response.json()).code]).toEqual([403, 'request.csrf'])
  expect(jar.has(SESSION)).toBe(false)
})

test('links are made from GUILDHALL_URL, whatever Host and X-Forwarded-Host say', async ({ person }) => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' }
  const fields = { email: person.email, password: PASSWORD, callbackUrl: '/usage' }
  const response = await postAuth(new CookieJar(), 'callback/credentials', fields, headers)
  expect(await response.json()).toEqual({ url: 'http://localhost:3000/usage' })
  const foreign = { ...fields, callbackUrl: 'https://evil.example/' }
  const refused = await postAuth(new CookieJar(), 'callback/credentials', foreign, headers)
  expect((await refused.json()).url).toBe('http://localhost:3000')
})

const NO_ADDRESSES_OF_OURS = [
  'http://[',
  'usage',
  ':',
  'javascript:alert(1)',
  '%00',
  'x'.repeat(5_000),
  `/${'x'.repeat(5_000)}`,
  '//evil.example/a',
  'blob:http://localhost:3000/a',
  'https://evil.example/a',
]

test.for(NO_ADDRESSES_OF_OURS)(
  'where to go next is dropped where it is no address of ours: %s',
  async (callbackUrl, { person }) => {
    const inQuery = await callAuth(new CookieJar(), `csrf?callbackUrl=${encodeURIComponent(callbackUrl)}`)
    const cookie = `next-auth.callback-url=${encodeURIComponent(callbackUrl)}`
    const inCookie = await callAuth(new CookieJar(), 'csrf', { headers: { cookie } })
    expect([inQuery.status, inCookie.status]).toEqual([200, 200])
    const signedIn = await postAuth(new CookieJar(), 'callback/credentials', { ...fieldsOf(person), callbackUrl })
    expect([signedIn.status, await signedIn.json()]).toEqual([200, { url: 'http://localhost:3000' }])
    const jar = new CookieJar()
    jar.take(inQuery)
    jar.take(inCookie)
    expect(jar.header).not.toMatch(/evil|x{99}|javascript|blob/)
  },
)

test.for([1.5, [], { a: 1 }, null, true])(
  'a body that says %j of where to go next is as good as one that does not',
  async (callbackUrl, { person }) => {
    for (const path of ['callback/credentials', 'signout']) {
      const answer = await postAuth(new CookieJar(), path, { ...fieldsOf(person), callbackUrl })
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, { url: 'http://localhost:3000' }])
    }
  },
)

test.for(['/usage?a=b#c', 'http://localhost:3000/usage?a=b#c'])(
  '%s is an address of ours',
  async (callbackUrl, { person }) => {
    const answer = await postAuth(new CookieJar(), 'callback/credentials', { ...fieldsOf(person), callbackUrl })
    expect(await answer.json()).toEqual({ url: 'http://localhost:3000/usage?a=b#c' })
  },
)

test.for(['session', 'providers', 'signout', 'signin/credentials', 'verify-request', 'callback/oidc', '_log'])(
  "next-auth's own GET %s is not served",
  async (path, { person: _person }) => {
    expect((await callAuth(new CookieJar(), path)).status).toBe(404)
  },
)

test('signing out takes the cookie away', async ({ person }) => {
  const jar = await signIn(person)
  expect((await postAuth(jar, 'signout')).status).toBe(200)
  expect(jar.has(SESSION)).toBe(false)
})

test('a cookie that was copied before signing out is worth nothing after it, and other sessions go on', async ({
  person,
}) => {
  const [here, elsewhere] = [await signIn(person), await signIn(person)]
  const copy = copyOf(here)
  expect((await account(copy)).status).toBe(200)
  await postAuth(here, 'signout')
  const refused = await account(copy)
  expect([refused.status, (await refused.json()).code]).toEqual([401, 'session.missing'])
  expect((await account(elsewhere)).status).toBe(200)
  await postAuth(elsewhere, 'signout')
  expect((await account(elsewhere)).status).toBe(401)
})

test('signing out with a wrong CSRF token is refused and leaves the session open', async ({ person }) => {
  const jar = await signIn(person)
  const copy = copyOf(jar)
  for (const csrfToken of ['guessed', '', undefined]) {
    const response = await callAuth(jar, 'signout', { body: { csrfToken, callbackUrl: '/overview' } })
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/problem+json'])
    expect((await response.json()).code).toBe('request.csrf')
    expect(response.headers.getSetCookie().filter((line) => line.includes(SESSION))).toEqual([])
  }
  expect([(await account(jar)).status, (await account(copy)).status]).toEqual([200, 200])
})

test('a page of another site signs nobody out', async ({ person }) => {
  const jar = await signIn(person)
  const response = await postAuth(jar, 'signout', {}, { origin: 'https://evil.example' })
  expect([response.status, (await response.json()).code]).toEqual([403, 'request.cross_origin'])
  expect((await account(jar)).status).toBe(200)
})

test('signing out where nobody is signed in, or no longer is, is no fault', async ({ person }) => {
  expect((await postAuth(new CookieJar(), 'signout')).status).toBe(200)
  const jar = await signIn(person)
  const copy = copyOf(jar)
  expect([(await postAuth(jar, 'signout')).status, (await postAuth(copy, 'signout')).status]).toEqual([200, 200])
})

test('of two who sign the same session out at once both succeed, and the log tells of it once', async ({
  web: db,
  person,
}) => {
  const jar = await signIn(person)
  const answers = await Promise.all([postAuth(copyOf(jar), 'signout'), postAuth(copyOf(jar), 'signout')])
  expect(answers.map((answer) => answer.status)).toEqual([200, 200])
  expect((await account(jar)).status).toBe(401)
  const entries = await auditOf(db, person.id, 'session.ended')
  expect(entries).toEqual([expect.objectContaining({ reason: 'signed_out', address: '192.0.2.1' })])
})

test('a token from before sessions had ids is good until it runs out, or the version ends it', async ({
  web: db,
  person,
}) => {
  const cookie = await cookieBeforeIds(person.id)
  const older = () => call(getAccount, { path: '/api/v1/account', headers: { cookie } })
  expect((await older()).status).toBe(200)
  await postAuth(await signIn(person), 'signout')
  expect((await older()).status).toBe(200)
  await aPerson(db)
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  expect((await older()).status).toBe(401)
})

test('a token names a session of its own person alone', async ({ web: db, person }) => {
  const other = await aPerson(db)
  const token = await decode({ token: cookieIn(await signIn(person)), secret: sessionSecret() })
  const forged = await encode({ token: { ...token, sub: other.id }, secret: sessionSecret() })
  const answer = await call(getAccount, { path: '/api/v1/account', headers: { cookie: `${SESSION}=${forged}` } })
  expect(answer.status).toBe(401)
})

test('disabling a person ends the session at the next request', async ({ web: db, person }) => {
  await aPerson(db)
  const jar = await signIn(person)
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  const response = await account(jar)
  expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
})

test('another role counts at the next request', async ({ web: db, person }) => {
  await aPerson(db)
  const jar = await signIn(person)
  await changeStaff(db, cliActor, { staffId: person.id, role: 'executive' })
  expect(await (await account(jar)).json()).toMatchObject({ role: 'executive' })
})

test('a new password ends the other sessions and keeps this one', async ({ person }) => {
  const [here, elsewhere] = [await signIn(person), await signIn(person)]
  const response = await call(putPassword, {
    method: 'PUT',
    path: '/api/v1/account/password',
    body: { current: PASSWORD, next: 'another set of words' },
    headers: { cookie: here.header },
  })
  expect(response.status).toBe(204)
  expect(response.headers.getSetCookie()[0]).toMatch(/; Path=\/; Max-Age=1209600; HttpOnly; SameSite=Lax$/)
  here.take(response)
  expect([(await account(here)).status, (await account(elsewhere)).status]).toEqual([200, 401])
})

test('signing out everywhere ends all sessions', async ({ person }) => {
  const [here, elsewhere] = [await signIn(person), await signIn(person)]
  const headers = { cookie: here.header }
  const response = await call(endSessions, { method: 'DELETE', path: '/api/v1/account/sessions', headers })
  expect(response.status).toBe(204)
  expect([(await account(here)).status, (await account(elsewhere)).status]).toEqual([401, 401])
})

test('a session changes something only from our own pages', async ({ person }) => {
  const jar = await signIn(person)
  const rename = (origin: string) =>
    call(renameAccount, {
      method: 'PATCH',
      path: '/api/v1/account',
      body: { name: 'Renamed' },
      headers: { cookie: jar.header, origin },
    })
  expect([(await rename('https://evil.example')).status, (await rename('')).status]).toEqual([403, 403])
  expect(await (await account(jar)).json()).toMatchObject({ name: person.name })
  expect((await rename('http://localhost:3000')).status).toBe(200)
})

test('a token of another purpose or another installation is no session', async ({ person }) => {
  const jar = await signIn(person)
  const [, sealed] = jar.header.split(`${SESSION}=`)
  extendEnv({ GUILDHALL_SECRET: 'another-installation-0123456789abcdef' })
  const foreign = await account(jar)
  extendEnv({ GUILDHALL_SECRET: 'a-secret-for-tests-only-0123456789abcdef' })
  expect([foreign.status, (await account(jar)).status]).toEqual([401, 200])
  const asBearer = await call(getAccount, { path: '/api/v1/account', headers: { authorization: `Bearer ${sealed}` } })
  expect(asBearer.status).toBe(401)
})
