import { sql } from 'kysely'
import { hashPassword } from '@/lib/core/crypto/password'
import type { Db } from '@/lib/core/db/types'
import { test as databaseTest, expect } from '@/tests/support/database'
import { actorOf, aPerson } from '@/tests/support/staff'
import { changeOwnPassword } from './change-account'
import { endOwnSessions } from './end-sessions'
import { signInWithPassword } from './sign-in'

const PASSWORD = 'four calm words here'
const NOW = new Date('2026-05-01T10:00:00Z')

const test = databaseTest
  .extend('passwordHash', { scope: 'file' }, async () => hashPassword(PASSWORD))
  .extend('person', async ({ db, passwordHash }) => {
    await db.deleteFrom('throttle').execute()
    return aPerson(db, { role: 'manager', passwordHash })
  })

const later = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000)

const attempt = (db: Db, email: string, password: string, { address = '192.0.2.1', now = NOW } = {}) =>
  signInWithPassword(db, { email, password, address }, now)

/** Writes failures as if they had been made, since making forty takes long. */
const fail = (db: Db, times: number, email: string, address: string) =>
  Promise.allSettled(Array.from({ length: times }, () => attempt(db, email, 'wrong', { address })))

test('the right password starts a session, in whatever case the e-mail is written', async ({ db, person }) => {
  expect(await attempt(db, ` ${person.email.toUpperCase()} `, PASSWORD)).toEqual({
    staffId: person.id,
    version: 1,
    sessionId: expect.any(String),
  })
})

test('unknown, wrong, disabled and without a password are one answer', async ({ db, person, passwordHash }) => {
  const disabled = await aPerson(db, { passwordHash })
  await db.updateTable('staff').set({ disabled_at: new Date() }).where('id', '=', disabled.id).execute()
  const without = await aPerson(db)
  const answers = await Promise.all(
    [
      attempt(db, 'nobody@example.org', PASSWORD),
      attempt(db, person.email, 'wrong'),
      attempt(db, disabled.email, PASSWORD),
      attempt(db, without.email, PASSWORD),
    ].map((each) => each.catch((error: Error & { code: string }) => [error.code, error.message])),
  )
  expect(new Set(answers.map(String)).size).toBe(1)
  expect(answers[0]).toContain('sign_in.failed')
})

test('the fifth failure of an account from one address makes it wait, other addresses not', async ({ db, person }) => {
  await fail(db, 5, person.email, '192.0.2.1')
  await expect(attempt(db, person.email, PASSWORD)).rejects.toMatchObject({
    kind: 'too_many',
    code: 'sign_in.too_many',
    retryAfterSeconds: 1,
  })
  expect(await attempt(db, person.email, PASSWORD, { address: '198.51.100.1' })).toMatchObject({ staffId: person.id })
})

test('attempts at once are each counted: guessing in parallel gains nothing', async ({ db, person }) => {
  const results = await fail(db, 30, person.email, '192.0.2.1')
  const looked = results.filter((result) => result.status === 'rejected' && result.reason.code === 'sign_in.failed')
  expect(looked).toHaveLength(5)
})

test('a right password forgets the failures of the account', async ({ db, person }) => {
  await fail(db, 4, person.email, '192.0.2.1')
  await attempt(db, person.email, PASSWORD)
  await fail(db, 4, person.email, '192.0.2.1')
  expect(await attempt(db, person.email, PASSWORD)).toMatchObject({ staffId: person.id })
})

test('an address is closed after forty failures, whatever the accounts, and opens again', async ({ db, person }) => {
  for (let account = 0; account < 11; account += 1) await fail(db, 4, `guess-${account}@example.org`, '203.0.113.5')
  await expect(attempt(db, person.email, PASSWORD, { address: '203.0.113.5' })).rejects.toMatchObject({
    code: 'sign_in.too_many',
    retryAfterSeconds: 900,
  })
  expect(await attempt(db, person.email, PASSWORD, { address: '203.0.113.6' })).toMatchObject({ staffId: person.id })
  const after = { address: '203.0.113.5', now: later(901) }
  expect(await attempt(db, person.email, PASSWORD, after)).toMatchObject({ staffId: person.id })
})

test('the addresses of one IPv6 subscriber are one', async ({ db, person }) => {
  for (let index = 0; index < 5; index += 1) await fail(db, 1, person.email, `2001:db8:1:2::${index}`)
  await expect(attempt(db, person.email, PASSWORD, { address: '2001:db8:1:2:ffff::1' })).rejects.toMatchObject({
    code: 'sign_in.too_many',
  })
  expect(await attempt(db, person.email, PASSWORD, { address: '2001:db8:1:3::1' })).toMatchObject({
    staffId: person.id,
  })
})

test('the throttle holds no e-mail address, and is swept', async ({ db, person }) => {
  await fail(db, 1, 'guess@example.org', '192.0.2.1')
  const { rows } = await sql<{ all: string }>`select string_agg(key, ' ') as all from throttle`.execute(db)
  expect(rows[0]?.all).not.toContain('guess')
  await attempt(db, person.email, PASSWORD, { now: later(2 * 86_400) })
  const left = await db.selectFrom('throttle').select('key').where('window_started_at', '<', later(86_400)).execute()
  expect(left).toEqual([])
})

test('a new password ends all sessions but the one that set it', async ({ db, person }) => {
  const input = { current: PASSWORD, next: 'another set of words' }
  const claim = await changeOwnPassword(db, actorOf(person), input, NOW)
  expect(claim).toMatchObject({ staffId: person.id, version: 2 })
  await expect(attempt(db, person.email, PASSWORD)).rejects.toMatchObject({ code: 'sign_in.failed' })
  expect(await attempt(db, person.email, input.next)).toMatchObject({ staffId: person.id, version: 2 })
})

test('a wrong or weak password changes nothing and names the field', async ({ db, person }) => {
  const change = (current: string, next: string) => changeOwnPassword(db, actorOf(person), { current, next }, NOW)
  await expect(change('wrong', 'another set of words')).rejects.toMatchObject({ issues: [{ path: 'current' }] })
  await expect(change(PASSWORD, '111111111111')).rejects.toMatchObject({ issues: [{ path: 'next' }] })
  expect(await attempt(db, person.email, PASSWORD)).toMatchObject({ version: 1 })
})

test('of two changes at once one wins', async ({ db, person }) => {
  const change = (next: string) => changeOwnPassword(db, actorOf(person), { current: PASSWORD, next }, NOW)
  const results = await Promise.allSettled([change('first set of words'), change('second set of words')])
  expect(results.map((result) => result.status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('guessing the password of an open session is slowed down too', async ({ db, person }) => {
  const guess = () => changeOwnPassword(db, actorOf(person), { current: 'wrong', next: 'another set of words' }, NOW)
  for (let index = 0; index < 5; index += 1) await expect(guess()).rejects.toMatchObject({ kind: 'invalid' })
  await expect(guess()).rejects.toMatchObject({ kind: 'too_many' })
})

test("ending one's sessions raises the version", async ({ db, person }) => {
  await endOwnSessions(db, actorOf(person))
  expect(await attempt(db, person.email, PASSWORD)).toMatchObject({ version: 2 })
})
