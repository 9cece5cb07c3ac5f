import { sql } from 'kysely'
import { GET as listAudit } from '@/app/api/v1/audit/route'
import { hashPassword } from '@/lib/core/crypto/password'
import { createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { countLinkRequest } from '@/lib/core/links/throttle-links'
import { log } from '@/lib/core/log'
import { appealLinks } from '@/lib/moderation/links'
import { CookieJar, postAuth } from '@/tests/support/sign-in'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { aPerson, cookieOf, type Person } from '@/tests/support/staff'
import { call, expect, test as webTest } from '@/tests/support/web'
import { reportRefusals } from './commands/report-refusals'
import { signInWithPassword } from './commands/sign-in'
import { handler as reportTask } from './jobs/report-refusals'

const PASSWORD = 'four calm words here'
const NOW = new Date('2026-05-01T10:00:00Z')
const ATTACKER = '192.0.2.66'

const test = webTest
  .extend('passwordHash', { scope: 'file' }, async () => hashPassword(PASSWORD))
  .extend('person', async ({ web: db, passwordHash }): Promise<Person> => {
    await db.deleteFrom('throttle').execute()
    await db.deleteFrom('throttle_refusal').execute()
    return aPerson(db, { role: 'manager', passwordHash })
  })

const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000)

const attempt = (db: Db, email: string, { address = ATTACKER, password = 'wrong', now = NOW } = {}) =>
  signInWithPassword(db, { email, password, address }, now)

/** So many attempts at once; answers how many of them were refused with 429. */
async function guess(db: Db, times: number, email: string, given: { address?: string; now?: Date } = {}) {
  const results = await Promise.allSettled(Array.from({ length: times }, () => attempt(db, email, given)))
  return results.filter((result) => result.status === 'rejected' && result.reason.code === 'sign_in.too_many').length
}

const entries = async (db: Db, action = 'sign_in.refused') => {
  const rows = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
    .select(['audit_entry.id', 'actor_kind', 'target_kind', 'target_id', 'detail'])
    .where('action', '=', action)
    .orderBy('audit_entry.id')
    .execute()
  return rows.map(({ id, detail, ...row }) => ({ id, ...row, ...(detail as Record<string, unknown>) }))
}

/** What the log tells that it did not tell before. */
async function newEntries(db: Db, work: () => Promise<unknown>, action?: string) {
  const before = (await entries(db, action)).length
  await work()
  return (await entries(db, action)).slice(before)
}

const countRows = async (db: Db): Promise<number> =>
  (await db.selectFrom('throttle_refusal').select('key').execute()).length

test('attempts that are answered 429 are one entry of the log with their number, once they have ceased', async ({
  web: db,
  person,
}) => {
  const told = await newEntries(db, async () => {
    expect(await guess(db, 30, person.email)).toBe(25)
    await reportRefusals(db, after(30))
  })
  expect(told).toEqual([])
  const later = await newEntries(db, () => reportRefusals(db, after(61)))
  expect(later).toEqual([
    expect.objectContaining({
      actor_kind: 'anonymous',
      target_kind: 'staff',
      target_id: person.id,
      address: ATTACKER,
      attempts: 25,
      since: NOW.toISOString(),
      until: NOW.toISOString(),
    }),
  ])
  expect(await newEntries(db, () => reportRefusals(db, after(3_600)))).toEqual([])
})

test('a burst without an end is told of every ten minutes', async ({ web: db, person }) => {
  const refused = await guess(db, 8, person.email)
  const told = await newEntries(db, async () => {
    // Less than a minute apart, each within the wait of fifteen minutes that forty failures cost.
    for (let account = 0; account < 12; account += 1) await guess(db, 4, `guess-${account}@example.org`)
    for (let seconds = 0; seconds <= 660; seconds += 30) {
      await guess(db, 2, 'somebody@example.org', { now: after(seconds) })
      await reportRefusals(db, after(seconds + 1))
    }
  })
  expect(refused).toBe(3)
  const bursts = told.filter((entry) => entry.target_id === null)
  expect(bursts).toHaveLength(1)
  expect(bursts[0]).toMatchObject({ since: NOW.toISOString(), until: after(600).toISOString() })
})

test('refused attempts lengthen nobody’s wait: the owner, elsewhere, is in at once', async ({ web: db, person }) => {
  await guess(db, 5, person.email)
  const waits = () => db.selectFrom('throttle').selectAll().orderBy('key').execute()
  const before = await waits()
  expect(await guess(db, 100, person.email)).toBe(100)
  expect(await waits()).toEqual(before)
  expect(await attempt(db, person.email, { address: '198.51.100.1', password: PASSWORD })).toMatchObject({
    staffId: person.id,
  })
  // Whoever waits has waited no longer than after the last failure that counted.
  expect(await attempt(db, person.email, { password: PASSWORD, now: after(1) })).toMatchObject({ staffId: person.id })
})

test('a refused attempt takes no lock that the owner’s attempt would wait for', async ({
  web: db,
  person,
  connectionString,
}) => {
  await guess(db, 5, person.email)
  const pool = createPool(connectionString)
  const owner = await pool.connect()
  await owner.query('begin')
  await owner.query('select from throttle for update')
  await owner.query("select pg_advisory_xact_lock(hashtext('audit_chain'))")
  expect(await guess(db, 10, person.email)).toBe(10)
  await owner.query('rollback')
  owner.release()
  await pool.end()
})

test('a flood is one row, of few statements, whatever e-mail addresses it makes up, and takes nothing of the log', async ({
  web: db,
  person: _,
  connectionString,
}) => {
  for (let account = 0; account < 11; account += 1) await guess(db, 4, `guess-${account}@example.org`)
  await reportRefusals(db, after(120))
  const pool = createPool(connectionString)
  const noted = noteStatements(pool)
  const told = await newEntries(db, async () => {
    const refused = await Promise.all(
      Array.from({ length: 500 }, (_, index) => guess(noted.db, 1, `made-up-${index}@example.org`)),
    )
    expect(refused.reduce((sum, one) => sum + one, 0)).toBe(500)
  })
  expect(told).toEqual([])
  const writes = noted.take().filter((statement) => /throttle_refusal/.test(statement.sql))
  expect(writes.length).toBeLessThan(100)
  const rows = await db.selectFrom('throttle_refusal').select(['key', 'attempts']).execute()
  expect(rows).toEqual([{ key: `address:${ATTACKER}`, attempts: 500 }])
  const [entry, ...others] = await newEntries(db, () => reportRefusals(db, after(61)))
  expect(others).toEqual([])
  expect(entry).toMatchObject({ target_id: null, address: ATTACKER, attempts: 500 })
  await pool.end()
})

test('of bursts from very many addresses the largest are told one by one, the rest in one entry', async ({
  web: db,
  person: _,
}) => {
  await sql`insert into throttle_refusal (key, code, attempts, first_at, last_at)
    select 'address:198.51.' || n / 250 || '.' || n % 250, 'sign_in.too_many', n, ${NOW}, ${NOW}
    from generate_series(1, 1000) as n`.execute(db)
  const told = await newEntries(db, () => reportRefusals(db, after(61)))
  expect(told).toHaveLength(21)
  expect(told[0]).toMatchObject({ attempts: 1_000, address: '198.51.4.0' })
  expect(told.at(-1)).toMatchObject({ address: null, bursts: 980 })
  expect(told.reduce((sum, entry) => sum + Number((entry as { attempts?: unknown }).attempts), 0)).toBe(500_500)
  expect(await countRows(db)).toBe(0)
})

test('two that report at once, and attempts meanwhile, tell of each attempt once', async ({ web: db, person }) => {
  await guess(db, 5, person.email)
  let refused = 0
  const told = await newEntries(db, async () => {
    for (let round = 1; round <= 5; round += 1) {
      const [count] = await Promise.all([
        guess(db, 40, person.email, { now: NOW }),
        reportRefusals(db, after(round * 700)),
        reportRefusals(db, after(round * 700)),
      ])
      refused += count
    }
    await reportRefusals(db, after(7_200))
  })
  expect(refused).toBe(200)
  expect(told.reduce((sum, entry) => sum + Number((entry as { attempts?: unknown }).attempts), 0)).toBe(refused)
})

test('an IPv6 burst names the subscriber’s network, and one from everywhere the account alone', async ({
  web: db,
  person,
}) => {
  await guess(db, 8, person.email, { address: '2001:db8:1:2::9' })
  expect(await newEntries(db, () => reportRefusals(db, after(61)))).toMatchObject([
    { address: '2001:db8:1:2::/64', attempts: 3, target_id: person.id },
  ])
  for (let host = 0; host < 10; host += 1) await guess(db, 4, person.email, { address: `203.0.113.${host}` })
  const told = await newEntries(db, () => reportRefusals(db, after(122)))
  expect(told).toMatchObject([{ address: null, target_id: person.id }])
})

test('appeal links that are guessed at are counted the same way', async ({ web: db, person: _ }) => {
  const use = () => countLinkRequest(db, appealLinks, { secret: 'guessed', address: ATTACKER, now: NOW })
  const results = await Promise.allSettled(Array.from({ length: 40 }, use))
  const refused = results.filter((result) => result.status === 'rejected').length
  expect(refused).toBeGreaterThan(0)
  const told = await newEntries(db, () => reportRefusals(db, after(61)), 'appeal_link.refused')
  expect(told).toMatchObject([{ attempts: refused, target_kind: 'appeal_link', target_id: null }])
})

test('the worker’s job writes them, and an operator reads them through the API', async ({ web: db, person }) => {
  const sign = () =>
    postAuth(
      new CookieJar(),
      'callback/credentials',
      { email: person.email, password: 'wrong' },
      { 'x-guildhall-peer': '192.0.2.77' },
    )
  const statuses: number[] = []
  for (let index = 0; index < 8; index += 1) statuses.push((await sign()).status)
  expect(statuses.slice(5)).toContain(429)
  await db
    .updateTable('throttle_refusal')
    .set({ last_at: new Date(Date.now() - 61_000) })
    .execute()
  await reportTask({}, { db, signal: new AbortController().signal, log, jobId: '1' })
  const answer = await call(listAudit, {
    path: '/api/v1/audit?action=sign_in.refused&limit=1',
    headers: { cookie: await cookieOf(db, await aPerson(db)) },
  })
  const { items } = (await answer.json()) as { items: unknown[] }
  const attempts = statuses.filter((status) => status === 429).length
  expect(items).toMatchObject([
    {
      action: 'sign_in.refused',
      actor: { kind: 'anonymous' },
      target: person.id,
      detail: { attempts, address: '192.0.2.77' },
    },
  ])
})
