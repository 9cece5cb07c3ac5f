import { GET as getAccount } from '@/app/api/v1/account/route'
import type { Db } from '@/lib/core/db/types'
import { extendEnv } from '@/lib/core/env'
import { type OidcProvider, startOidcProvider } from '@/tests/support/oidc-provider'
import { CookieJar, callAuth, postAuth } from '@/tests/support/sign-in'
import { aPerson } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'

const test = webTest
  .extend('server', { scope: 'file' }, async ({ web: _web }, { onCleanup }) => {
    const server = await startOidcProvider()
    onCleanup(() => server.close())
    extendEnv({
      OIDC_ISSUER: server.issuer,
      OIDC_CLIENT_ID: server.clientId,
      OIDC_CLIENT_SECRET: server.clientSecret,
    })
    return server
  })
  .extend(
    'provider',
    async ({ server }): Promise<OidcProvider> => Object.assign(server, { forge: {}, isKeyForged: false }),
  )

/** Goes to the provider as the browser would; answers the address that it sends back to. */
async function goToProvider(jar: CookieJar, next = '/usage'): Promise<string> {
  const started = await postAuth(jar, 'signin/oidc', { callbackUrl: next })
  const { url } = (await started.json()) as { url: string }
  const sent = await fetch(url, { redirect: 'manual' })
  return sent.headers.get('location') ?? ''
}

/** Comes back from the provider; answers where the browser is sent. */
async function comeBack(jar: CookieJar, address: string): Promise<string> {
  const { search } = new URL(address)
  const response = await callAuth(jar, `callback/oidc${search}`)
  return response.headers.get('location') ?? ''
}

async function signIn(next?: string): Promise<{ jar: CookieJar; location: string }> {
  const jar = new CookieJar()
  const location = await comeBack(jar, await goToProvider(jar, next))
  return { jar, location }
}

const whoIs = async (jar: CookieJar) => {
  const response = await call(getAccount, { path: '/api/v1/account', headers: { cookie: jar.header } })
  return response.status === 200 ? ((await response.json()) as { id: string }).id : null
}

const linked = (db: Db, staffId: string) =>
  db.selectFrom('staff_identity').select(['issuer', 'subject']).where('staff_id', '=', staffId).execute()

const countStaff = async (db: Db) => (await db.selectFrom('staff').select('id').execute()).length

test('a verified e-mail of the staff signs in, is linked and comes back to the page', async ({ web: db, provider }) => {
  const person = await aPerson(db, { role: 'manager' })
  provider.claims = { sub: 'subject-1', email: person.email.toUpperCase(), email_verified: true }
  const { jar, location } = await signIn('/usage?range=7d')
  expect(location).toBe('http://localhost:3000/usage?range=7d')
  expect(await whoIs(jar)).toBe(person.id)
  expect(await linked(db, person.id)).toEqual([{ issuer: provider.issuer, subject: 'subject-1' }])
})

test('single sign-on starts a session with a row, and signing out ends it', async ({ web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-row', email: person.email, email_verified: true }
  const { jar } = await signIn()
  const rows = () =>
    db.selectFrom('staff_session').select(['address', 'end_reason']).where('staff_id', '=', person.id).execute()
  expect(await rows()).toEqual([{ address: '192.0.2.1', end_reason: null }])
  await postAuth(jar, 'signout')
  expect(await rows()).toEqual([{ address: '192.0.2.1', end_reason: 'signed_out' }])
})

test('the link is what counts from then on, not the e-mail', async ({ web: db, provider }) => {
  const [person, other] = [await aPerson(db), await aPerson(db)]
  provider.claims = { sub: 'subject-2', email: person.email, email_verified: true }
  await signIn()
  provider.claims = { sub: 'subject-2', email: other.email, email_verified: true }
  expect(await whoIs((await signIn()).jar)).toBe(person.id)
  expect(await linked(db, other.id)).toEqual([])
})

test('another subject with the same e-mail never takes the account over', async ({ web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-3', email: person.email, email_verified: true }
  await signIn()
  provider.claims = { sub: 'subject-4', email: person.email, email_verified: true }
  const { jar, location } = await signIn()
  expect(location).toBe('http://localhost:3000/sign-in?error=identity.other_linked')
  expect(await whoIs(jar)).toBeNull()
})

test('nobody is created: an unknown e-mail is turned away', async ({ web: db, provider }) => {
  const before = await countStaff(db)
  provider.claims = { sub: 'subject-5', email: 'stranger@example.org', email_verified: true }
  const { jar, location } = await signIn()
  expect(location).toBe('http://localhost:3000/sign-in?error=identity.unknown')
  expect([await whoIs(jar), await countStaff(db)]).toEqual([null, before])
})

test.for([{ email_verified: false }, { email_verified: 'true' as never }, { email_verified: undefined }])(
  'an e-mail that is not verified (%o) finds nobody',
  async (claims, { web: db, provider }) => {
    const person = await aPerson(db)
    provider.claims = { sub: 'subject-6', email: person.email, ...claims }
    const { jar, location } = await signIn()
    expect(location).toBe('http://localhost:3000/sign-in?error=identity.unverified')
    expect([await whoIs(jar), await linked(db, person.id)]).toEqual([null, []])
  },
)

test('a disabled person is turned away, linked or not', async ({ web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-7', email: person.email, email_verified: true }
  await signIn()
  await db.updateTable('staff').set({ disabled_at: new Date() }).where('id', '=', person.id).execute()
  expect((await signIn()).location).toBe('http://localhost:3000/sign-in?error=identity.unknown')
})

test.for([
  ['a nonce of another sign-in', { nonce: 'other' }],
  ['a token for another client', { aud: 'somebody-else' }],
  ['a token of another issuer', { iss: 'https://evil.example' }],
  ['a token that ran out', { iat: 1_000, exp: 2_000 }],
] as const)('%s is refused', async ([, forge], { web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-8', email: person.email, email_verified: true }
  provider.forge = forge
  const { jar, location } = await signIn()
  expect(location).toMatch(/\/api\/auth\/error\?error=OAuthCallback$/)
  expect([await whoIs(jar), await linked(db, person.id)]).toEqual([null, []])
})

test('a token signed with a key that the provider does not publish is refused', async ({ web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-9', email: person.email, email_verified: true }
  provider.isKeyForged = true
  expect(await whoIs((await signIn()).jar)).toBeNull()
})

test.for(['next-auth.state', 'next-auth.nonce', 'next-auth.pkce.code_verifier'])(
  'a browser that did not start the sign-in (no %s) does not end it',
  async (cookie, { web: db, provider }) => {
    const person = await aPerson(db)
    provider.claims = { sub: `subject-${cookie}`, email: person.email, email_verified: true }
    const jar = new CookieJar()
    const address = await goToProvider(jar)
    expect(jar.names).toContain(cookie)
    jar.delete(cookie)
    expect(await comeBack(jar, address)).toMatch(/error=OAuthCallback$/)
    expect(await whoIs(jar)).toBeNull()
  },
)

test('a sign-in that is started with a wrong CSRF token is refused', async ({ provider: _ }) => {
  const response = await callAuth(new CookieJar(), 'signin/oidc', {
    body: { callbackUrl: '/usage', csrfToken: 'guessed' },
  })
  expect([response.status, (await response.json()).code]).toEqual([403, 'request.csrf'])
})

test('a state that was not ours is refused', async ({ web: db, provider }) => {
  const person = await aPerson(db)
  provider.claims = { sub: 'subject-10', email: person.email, email_verified: true }
  const jar = new CookieJar()
  const address = new URL(await goToProvider(jar))
  address.searchParams.set('state', 'guessed')
  expect(await comeBack(jar, address.href)).toMatch(/error=OAuthCallback$/)
  expect(await whoIs(jar)).toBeNull()
})

test.for(['error', 'signin'])(
  'a failure leads by %s to the sign-in page, which says so',
  async (path, { provider: _ }) => {
    const location = async (query: string) => (await callAuth(new CookieJar(), path + query)).headers.get('location')
    expect(await location('?error=OAuthCallback')).toBe('http://localhost:3000/sign-in?error=OAuthCallback')
    expect(await location('?error=a%0d%0aSet-Cookie:x&callbackUrl=//evil.example')).toBe(
      'http://localhost:3000/sign-in?error=a%0D%0ASet-Cookie%3Ax',
    )
  },
)
