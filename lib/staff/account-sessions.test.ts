import { sql } from 'kysely'
import { DELETE as endOne } from '@/app/api/v1/account/sessions/[id]/route'
import { DELETE as endMany, GET as listSessions } from '@/app/api/v1/account/sessions/route'
import { openSession, sealSession, sessionCookieName } from '@/lib/core/auth/session'
import { hashPassword } from '@/lib/core/crypto/password'
import { createPool } from '@/lib/core/db/client'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { CookieJar } from '@/tests/support/cookie-jar'
import { findLargeScans, noteStatements } from '@/tests/support/sql-snapshot'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { cliActor } from './actor'
import { changeOwnPassword } from './commands/change-account'
import { changeStaff } from './commands/change-staff'
import { deleteExpiredSessions, endOwnSession, endOwnSessions, signOutSession } from './commands/end-sessions'
import { signInWithPassword } from './commands/sign-in'
import { startSession } from './commands/start-session'
import { listOwnSessions } from './queries/list-sessions'
import { authenticateSession } from './sessions'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const PATH = '/api/v1/account/sessions'
const MINUTE_MS = 60_000

const list = async (cookie: string, search = '') => {
  const answer = await call(listSessions, { path: `${PATH}${search}`, headers: { cookie } })
  return { status: answer.status, body: await answer.json() }
}

const end = (cookie: string, id: string, headers: Record<string, string> = {}) =>
  call(endOne, { method: 'DELETE', path: `${PATH}/${id}`, params: { id }, headers: { cookie, ...headers } })

const claimOf = async (cookie: string) => (await openSession(cookie)) ?? expect.fail('no session')
const idOf = async (cookie: string): Promise<string> => (await claimOf(cookie)).sessionId ?? expect.fail('no id')
const isIn = async (db: Db, cookie: string) => (await authenticateSession(db, new Headers({ cookie }))) !== null

const auditOf = async (db: Db, staffId: string) => {
  const rows = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select(['action', 'detail'])
    .where('target_id', '=', staffId)
    .orderBy('audit_entry.id')
    .execute()
  return rows.map(({ action, detail }) => ({ action, ...(detail as Record<string, unknown>) }))
}

const setSession = (db: Db, id: string, set: { last_seen_at?: Date; expires_at?: Date }) =>
  db.updateTable('staff_session').set(set).where('id', '=', id).execute()

test('one’s open sessions are listed, the newest first, with this one marked and nobody else’s', async ({
  web: db,
}) => {
  const [person, other] = [await aPerson(db), await aPerson(db)]
  const older = await cookieOf(db, person, FIREFOX)
  const newer = await cookieOf(db, person)
  await cookieOf(db, other)
  const { status, body } = await list(older)
  expect(status).toBe(200)
  expect(body).toMatchObject({
    items: [
      { id: await idOf(newer), isCurrent: false, client: null },
      { id: await idOf(older), isCurrent: true, client: 'Firefox on Linux', address: '192.0.2.7' },
    ],
    next: null,
  })
  const lifeMs = Date.parse(body.items[0].expiresAt) - Date.parse(body.items[0].createdAt)
  expect(Math.abs(lifeMs - 14 * 24 * 60 * MINUTE_MS)).toBeLessThan(MINUTE_MS)
})

test('the list has pages, and what ended or ran out is not in it', async ({ web: db }) => {
  const person = await aPerson(db)
  const cookies: string[] = []
  for (let index = 0; index < 5; index += 1) cookies.unshift(await cookieOf(db, person))
  const [first = '', second = '', third = '', ended = '', expired = ''] = cookies
  await end(first, await idOf(ended))
  await setSession(db, await idOf(expired), { expires_at: new Date(Date.now() - 1_000) })
  const page = await list(first, '?limit=2')
  const rest = await list(first, `?limit=2&after=${page.body.next}`)
  const ids = [...page.body.items, ...rest.body.items].map((item: { id: string }) => item.id)
  // Made within one millisecond they are ordered by their ids.
  expect(ids.toSorted()).toEqual([await idOf(first), await idOf(second), await idOf(third)].toSorted())
  expect(rest.body.next).toBeNull()
  expect([await isIn(db, ended), await isIn(db, expired)]).toEqual([false, false])
})

test('ending one ends that one alone, and the log says who, from where and which', async ({ web: db }) => {
  const person = await aPerson(db)
  const [here, elsewhere, third] = [
    await cookieOf(db, person),
    await cookieOf(db, person, FIREFOX),
    await cookieOf(db, person),
  ]
  const id = await idOf(elsewhere)
  expect((await end(here, id)).status).toBe(204)
  expect([await isIn(db, here), await isIn(db, elsewhere), await isIn(db, third)]).toEqual([true, false, true])
  expect((await list(elsewhere)).status).toBe(401)
  expect(await auditOf(db, person.id)).toEqual([
    { action: 'session.ended', session: id, reason: 'ended', client: 'Firefox on Linux', address: '192.0.2.1' },
  ])
})

test('of two who end one session at once one is told that it is over, and the log tells once', async ({ web: db }) => {
  const person = await aPerson(db)
  const [here, elsewhere] = [await cookieOf(db, person), await cookieOf(db, person)]
  const id = await idOf(elsewhere)
  const answers = await Promise.all([end(here, id), end(here, id), end(here, id)])
  expect(answers.map((answer) => answer.status).toSorted()).toEqual([204, 404, 404])
  expect(await auditOf(db, person.id)).toHaveLength(1)
})

test('nobody ends the session of somebody else, from another site, or with a key', async ({ web: db }) => {
  const [person, operator] = [await aPerson(db, { role: 'executive' }), await aPerson(db)]
  const theirs = await cookieOf(db, person)
  const id = await idOf(theirs)
  const foreign = await end(await cookieOf(db, operator), id)
  expect([foreign.status, (await foreign.json()).code]).toEqual([404, 'session.not_found'])
  expect((await end(theirs, id, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await end('', id, { authorization: `Bearer ${await aKey(db, 'operator')}` })).status).toBe(403)
  expect((await end('', id)).status).toBe(401)
  expect(await isIn(db, theirs)).toBe(true)
})

test('ending all others keeps this one, with a new token, and ends tokens without an id and copies of this one', async ({
  web: db,
}) => {
  const person = await aPerson(db)
  const jar = new CookieJar()
  const before = await cookieOf(db, person)
  jar.take(new Response(null, { headers: { 'set-cookie': before } }))
  const [elsewhere, older] = [
    await cookieOf(db, person),
    `${sessionCookieName()}=${await sealSession({ staffId: person.id, version: 1, sessionId: null })}`,
  ]
  expect(await isIn(db, older)).toBe(true)
  const headers = { cookie: jar.header }
  const answer = await call(endMany, { method: 'DELETE', path: `${PATH}?keep=current`, headers })
  expect(answer.status).toBe(204)
  jar.take(answer)
  const stillIn = [jar.header, before, elsewhere, older].map((cookie) => isIn(db, cookie))
  expect(await Promise.all(stillIn)).toEqual([true, false, false, false])
  expect((await list(jar.header)).body.items).toMatchObject([{ id: await idOf(before), isCurrent: true }])
  expect(await auditOf(db, person.id)).toMatchObject([{ action: 'staff.sessions_ended', kept: await idOf(before) }])
})

test('a token without an id that ends all others becomes a session in the list', async ({ web: db }) => {
  const person = await aPerson(db)
  const claim = { staffId: person.id, version: 1, sessionId: null }
  const cookie = `${sessionCookieName()}=${await sealSession(claim)}`
  expect((await list(cookie)).body.items).toEqual([])
  const answer = await call(endMany, { method: 'DELETE', path: `${PATH}?keep=current`, headers: { cookie } })
  const renewed = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect((await list(renewed)).body.items).toMatchObject([{ isCurrent: true }])
  // It was made before, and signing out with it is no fault.
  await expect(signOutSession(db, claim, { address: null })).resolves.toBeUndefined()
})

test('a session that was ended elsewhere can not keep itself by ending the others', async ({ web: db }) => {
  const person = await aPerson(db)
  for (let round = 0; round < 5; round += 1) {
    const mine = await cookieOf(db, person)
    const actor = (await authenticateSession(db, new Headers({ cookie: mine })))?.actor ?? expect.fail('not in')
    const results = await Promise.allSettled([
      call(endMany, { method: 'DELETE', path: `${PATH}?keep=current`, headers: { cookie: mine } }),
      endOwnSession(db, actor, await idOf(mine)),
    ])
    const renewed = results[0].status === 'fulfilled' ? results[0].value.headers.getSetCookie()[0] : undefined
    if (renewed) expect(await isIn(db, renewed.split(';')[0] ?? '')).toBe(results[1].status === 'rejected')
    else expect(results[1].status).toBe('fulfilled')
  }
})

test('a new password ends all others, with rows and without, and their rows say why', async ({ web: db }) => {
  const password = 'four calm words here'
  const person = await aPerson(db, { passwordHash: await hashPassword(password) })
  const signIn = () => signInWithPassword(db, { email: person.email, password, address: '192.0.2.1' })
  const [here, elsewhere] = [await signIn(), await signIn()]
  const actor = {
    kind: 'staff',
    id: person.id,
    role: person.role,
    scopes: [],
    address: null,
    sessionId: here.sessionId,
  } as const
  const claim = await changeOwnPassword(db, actor, { current: password, next: 'another set of words' })
  expect(claim).toEqual({ ...here, version: 2 })
  const rows = await db
    .selectFrom('staff_session')
    .select(['id', 'end_reason'])
    .where('staff_id', '=', person.id)
    .execute()
  expect(new Map(rows.map((row) => [row.id, row.end_reason]))).toEqual(
    new Map([
      [here.sessionId, null],
      [elsewhere.sessionId, 'password_changed'],
    ]),
  )
})

test('a sign-in with the old password that meets the new one leaves no session open', async ({ web: db }) => {
  const password = 'four calm words here'
  const passwordHash = await hashPassword(password)
  for (let round = 0; round < 4; round += 1) {
    await db.deleteFrom('throttle').execute()
    const person = await aPerson(db, { passwordHash })
    const actor = { kind: 'staff', id: person.id, role: person.role, scopes: [], address: null } as const
    const [changed] = await Promise.all([
      changeOwnPassword(db, actor, { current: password, next: 'another set of words' }),
      ...[1, 2, 3].map(() =>
        signInWithPassword(db, { email: person.email, password, address: '192.0.2.1' }).catch(() => null),
      ),
    ])
    const open = await db
      .selectFrom('staff_session')
      .select('id')
      .where('staff_id', '=', person.id)
      .where('ended_at', 'is', null)
      .execute()
    expect(open).toEqual([{ id: changed.sessionId }])
  }
})

test('disabling a person ends their sessions, and none starts while they are', async ({ web: db }) => {
  await aPerson(db)
  const person = await aPerson(db, { role: 'manager' })
  const cookie = await cookieOf(db, person)
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  const refused = await inTransaction(db, (trx) => startSession(trx, { id: person.id, version: 2 }, { address: null }))
  expect(refused).toBeNull()
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: false })
  expect(await isIn(db, cookie)).toBe(false)
  const rows = await db.selectFrom('staff_session').select('end_reason').where('staff_id', '=', person.id).execute()
  expect(rows).toEqual([{ end_reason: 'disabled' }])
})

test('signing out everywhere ends every row', async ({ web: db }) => {
  const person = await aPerson(db)
  const cookies = [await cookieOf(db, person), await cookieOf(db, person)]
  const actor = (await authenticateSession(db, new Headers({ cookie: cookies[0] ?? '' })))?.actor
  await endOwnSessions(db, actor ?? expect.fail('not in'))
  const rows = await db.selectFrom('staff_session').select('end_reason').where('staff_id', '=', person.id).execute()
  expect(rows).toEqual([{ end_reason: 'ended_all' }, { end_reason: 'ended_all' }])
})

test('what a process had not finished when it was killed is undone, and another process ends the session', async ({
  web: db,
  connectionString,
}) => {
  const person = await aPerson(db)
  const cookie = await cookieOf(db, person)
  const claim = await claimOf(cookie)
  const pool = createPool(connectionString)
  const dying = await pool.connect()
  await dying.query('begin')
  await dying.query("update staff_session set ended_at = now(), end_reason = 'signed_out' where id = $1", [
    claim.sessionId,
  ])
  // As a killed process leaves it: the connection ends in the middle of the transaction.
  dying.release(true)
  expect(await isIn(db, cookie)).toBe(true)
  await signOutSession(db, claim, { address: null })
  await pool.end()
  expect(await isIn(db, cookie)).toBe(false)
  expect(await auditOf(db, person.id)).toHaveLength(1)
})

test('whether a session is open costs no statement of its own, and last seen one in five minutes', async ({
  web: db,
  connectionString,
}) => {
  const person = await aPerson(db)
  const cookie = await cookieOf(db, person)
  const id = await idOf(cookie)
  const pool = createPool(connectionString)
  const noted = noteStatements(pool)
  const ask = async (): Promise<string[]> => {
    const headers = new Headers({ cookie, 'x-guildhall-peer': '203.0.113.5' })
    expect(await authenticateSession(noted.db, headers)).not.toBeNull()
    return noted.take().map((statement) => statement.sql.split(' ').slice(0, 2).join(' '))
  }
  await ask()
  expect(await ask()).toEqual(['select "staff"."id",'])
  await setSession(db, id, { last_seen_at: new Date(Date.now() - 4 * MINUTE_MS) })
  expect(await ask()).toHaveLength(1)
  await setSession(db, id, { last_seen_at: new Date(Date.now() - 6 * MINUTE_MS) })
  expect(await ask()).toEqual(['select "staff"."id",', 'update "staff_session"'])
  expect(await ask()).toHaveLength(1)
  const row = await db
    .selectFrom('staff_session')
    .select(['address', 'last_seen_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  expect(row.address).toBe('203.0.113.5')
  expect(Date.now() - row.last_seen_at.getTime()).toBeLessThan(MINUTE_MS)
  // A socket that asks again knows no address, and takes none away.
  await setSession(db, id, { last_seen_at: new Date(Date.now() - 6 * MINUTE_MS) })
  await authenticateSession(db, new Headers({ cookie }))
  expect((await list(cookie)).body.items).toMatchObject([{ address: '203.0.113.5' }])
  await pool.end()
})

test('no statement about sessions reads all of them', async ({ web: db, ownerDb, connectionString }) => {
  const person = await aPerson(db)
  const cookie = await cookieOf(db, person)
  const claim = await claimOf(cookie)
  await sql`insert into staff_session (id, staff_id, expires_at, ended_at, end_reason)
    select gen_random_uuid(), ${person.id}::uuid, now() + interval '1 day', now(), 'signed_out'
    from generate_series(1, 20000)`.execute(db)
  const pool = createPool(connectionString)
  const noted = noteStatements(pool)
  await sql`vacuum analyze staff_session`.execute(ownerDb)
  const actor = (await authenticateSession(noted.db, new Headers({ cookie })))?.actor ?? expect.fail('not in')
  await listOwnSessions(noted.db, actor, { limit: 50 })
  await deleteExpiredSessions(noted.db)
  await endOwnSession(noted.db, actor, claim.sessionId ?? '')
  await endOwnSessions(noted.db, actor)
  const statements = noted.take()
  expect(statements.length).toBeGreaterThan(8)
  expect(await findLargeScans(pool, statements, 10_000)).toEqual([])
  await pool.end()
})

test('sessions that have run out are swept, ended or not, and no other', async ({ web: db }) => {
  const person = await aPerson(db)
  const [open, over, ended] = [await cookieOf(db, person), await cookieOf(db, person), await cookieOf(db, person)]
  await end(open, await idOf(ended))
  await setSession(db, await idOf(over), { expires_at: new Date(Date.now() - 1_000) })
  const left = async () =>
    (await db.selectFrom('staff_session').select('id').where('staff_id', '=', person.id).execute())
      .map((row) => row.id)
      .toSorted()
  await deleteExpiredSessions(db)
  expect(await left()).toEqual([await idOf(open), await idOf(ended)].toSorted())
  await setSession(db, await idOf(ended), { expires_at: new Date(Date.now() - 1_000) })
  await deleteExpiredSessions(db)
  expect(await left()).toEqual([await idOf(open)])
  expect(await isIn(db, over)).toBe(false)
})
