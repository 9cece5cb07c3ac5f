import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { expect, test } from '@/tests/support/database'
import { waitFor } from '@/tests/support/wait-for'
import { hashToken } from '../crypto/secrets'
import { checkLink, isOpenLink, openLinkEnd } from './check-link'
import { type MadeLink, makeLink, removeLinksAbout, revokeLinks, sweepLinks, useLink } from './links'
import type { LinkPurpose } from './purpose'
import { countLinkRequest } from './throttle-links'

const LINK_PURPOSES = DOMAINS.flatMap(({ linkPurposes = [] }) => linkPurposes)

const DAY_MS = 86_400_000
const later = (days: number) => new Date(Date.now() + days * DAY_MS)

const once: LinkPurpose = {
  name: 'test-once',
  subjectKind: 'thing',
  lifeMs: 2 * DAY_MS,
  useLimit: 1,
  noun: 'test_link',
  messages: { unknown: 'Not valid.', used: 'Used.', expired: 'Over.', revoked: 'Taken back.' },
}
const often: LinkPurpose = { ...once, name: 'test-often', useLimit: null }

async function isWaiting(db: Db): Promise<boolean> {
  const { rows } = await sql`
    select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
  return rows.length > 0
}

let count = 0
/** A new link about something of its own, unless that is given. */
async function aLink(db: Db, purpose: LinkPurpose = once, given: Partial<Parameters<typeof makeLink>[2]> = {}) {
  count += 1
  const subjectId = `t-${count}`
  const made: MadeLink = await inTransaction(db, (trx) =>
    makeLink(trx, purpose, { subjectId, createdBy: 'cli', ...given }),
  )
  return { ...made, subjectId: given.subjectId ?? subjectId }
}

const use = (db: Db, secret: string, purpose = once) => inTransaction(db, (trx) => useLink(trx, purpose, secret))
const rowOf = (db: Db, { id }: MadeLink) => db.selectFrom('link').selectAll().where('id', '=', id).executeTakeFirst()

test('a link is 256 random bits, of which only the hash is stored, and lasts as long as its purpose says', async ({
  db,
}) => {
  const link = await aLink(db)
  expect(link.secret).toMatch(/^[\w-]{43}$/)
  const row = await rowOf(db, link)
  expect(row).toMatchObject({ purpose: 'test-once', subject: `thing:${link.subjectId}`, uses: 0, use_limit: 1 })
  expect(row?.secret_hash).toEqual(hashToken(link.secret))
  expect(row?.expires_at).toEqual(link.expiresAt)
  // By the database's clock, to the millisecond.
  expect((row?.expires_at.getTime() ?? 0) - (row?.created_at.getTime() ?? 0)).toBe(2 * DAY_MS)
  const { rows } = await sql<{ all: string }>`select string_agg(link::text, ' ') as all from link`.execute(db)
  expect(rows[0]?.all).not.toContain(link.secret)
})

test('its maker may name another end', async ({ db }) => {
  const end = later(20)
  expect((await aLink(db, once, { expiresAt: end })).expiresAt).toEqual(end)
  const short = await aLink(db, once, { lifeMs: 60_000 })
  const row = await rowOf(db, short)
  expect(short.expiresAt.getTime() - (row?.created_at.getTime() ?? 0)).toBe(60_000)
})

test('looking at a link changes nothing of it', async ({ db }) => {
  const link = await aLink(db)
  const before = await rowOf(db, link)
  const looks = await Promise.all([1, 2, 3].map(() => checkLink(db, once, link.secret)))
  const { id, subjectId, expiresAt } = link
  expect(looks[2]).toEqual({ id, subjectId, expiresAt, createdBy: 'cli', uses: 0 })
  expect(await rowOf(db, link)).toEqual(before)
})

test('who holds a secret is told how its link ended; everybody else gets one answer', async ({ db }) => {
  const unknown = { kind: 'not_found', code: 'test_link.unknown', message: 'Not valid.' }
  const [used, revoked, expired, other] = [await aLink(db), await aLink(db), await aLink(db), await aLink(db, often)]
  await use(db, used.secret)
  await inTransaction(db, (trx) => revokeLinks(trx, once, [revoked.subjectId]))
  await sql`update link set expires_at = now() where id = ${expired.id}`.execute(db)
  for (const ask of [checkLink, (_: Db, purpose: LinkPurpose, secret: string) => use(db, secret, purpose)]) {
    await expect(ask(db, once, used.secret)).rejects.toMatchObject({ kind: 'conflict', code: 'test_link.used' })
    await expect(ask(db, once, revoked.secret)).rejects.toMatchObject({ kind: 'conflict', code: 'test_link.revoked' })
    await expect(ask(db, once, expired.secret)).rejects.toMatchObject({ kind: 'conflict', code: 'test_link.expired' })
    for (const guess of ['', 'x', used.secret.slice(1), `${used.secret}A`, used.id, other.secret])
      await expect(ask(db, once, guess)).rejects.toMatchObject(unknown)
    const { revoked: _, ...messages } = once.messages
    await expect(ask(db, { ...once, messages }, revoked.secret)).rejects.toMatchObject(unknown)
  }
})

test('a limit of one used by 20 at once passes once, a limit of three thrice, and without one all do', async ({
  db,
}) => {
  for (const [useLimit, passed] of [
    [1, 1],
    [3, 3],
    [null, 20],
  ] as const) {
    const purpose = { ...once, useLimit }
    const link = await aLink(db, purpose)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => use(db, link.secret, purpose)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(passed)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'test_link.used' })
    expect((await rowOf(db, link))?.uses).toBe(passed)
  }
})

test('a use counts only if what it was for is written too; whoever waited for it gets through then', async ({ db }) => {
  const link = await aLink(db)
  const { promise: isUsed, resolve: tellUsed } = Promise.withResolvers<void>()
  const { promise: mayFail, resolve: letFail } = Promise.withResolvers<void>()
  const first = inTransaction(db, async (trx) => {
    await useLink(trx, once, link.secret)
    tellUsed()
    await mayFail
    throw new Error('what it was for failed')
  })
  await isUsed
  const second = use(db, link.secret)
  await waitFor('the second to wait for the first', () => isWaiting(db))
  letFail()
  await expect(first).rejects.toThrow('what it was for failed')
  expect(await second).toMatchObject({ id: link.id, uses: 1 })
})

test('a link that is revoked while somebody uses it is used or revoked, never both', async ({ db }) => {
  for (let n = 0; n < 10; n += 1) {
    const link = await aLink(db)
    const [used, revoked] = await Promise.allSettled([
      use(db, link.secret),
      inTransaction(db, (trx) => revokeLinks(trx, once, [link.subjectId])),
    ])
    const row = await rowOf(db, link)
    expect(row?.uses === 1).toBe(used.status === 'fulfilled')
    expect(row?.revoked_at !== null).toBe(revoked.status === 'fulfilled' && revoked.value === 1)
    expect(row?.uses === 1).not.toBe(row?.revoked_at !== null)
  }
})

test('revoking ends the links of one purpose about something, once, and no others', async ({ db }) => {
  const subjectId = 'shared'
  const [mine, second, other] = [
    await aLink(db, once, { subjectId }),
    await aLink(db, once, { subjectId }),
    await aLink(db, often, { subjectId }),
  ]
  const revoke = () => inTransaction(db, (trx) => revokeLinks(trx, once, [subjectId]))
  expect([await revoke(), await revoke()]).toEqual([2, 0])
  for (const { secret } of [mine, second])
    await expect(checkLink(db, once, secret)).rejects.toMatchObject({ code: 'test_link.revoked' })
  expect(await checkLink(db, often, other.secret)).toMatchObject({ id: other.id })
})

test('erasing something deletes the links about it, of whatever purpose, and of nothing else', async ({ db }) => {
  const ofMember = (name: string): LinkPurpose => ({ ...often, name, subjectKind: 'member' })
  const [feed, mail, neighbour, thing] = [
    await aLink(db, ofMember('test-feed'), { subjectId: '12' }),
    await aLink(db, ofMember('test-mail'), { subjectId: '12' }),
    await aLink(db, ofMember('test-feed'), { subjectId: '1' }),
    await aLink(db, often, { subjectId: '12' }),
  ]
  expect(await inTransaction(db, (trx) => removeLinksAbout(trx, 'member', [12]))).toBe(2)
  expect([await rowOf(db, feed), await rowOf(db, mail)]).toEqual([undefined, undefined])
  expect(await checkLink(db, ofMember('test-feed'), neighbour.secret)).toMatchObject({ subjectId: '1' })
  expect(await rowOf(db, thing)).toBeDefined()
  await expect(checkLink(db, ofMember('test-feed'), feed.secret)).rejects.toMatchObject({ code: 'test_link.unknown' })
})

test('links are swept ninety days after their end and not before', async ({ db }) => {
  const end = later(5)
  const link = await aLink(db, once, { expiresAt: end })
  const at = (days: number) => new Date(end.getTime() + days * DAY_MS)
  await sweepLinks(db, { at: at(89.9) })
  expect(await rowOf(db, link)).toBeDefined()
  expect(await sweepLinks(db, { at: at(90.1) })).toBeGreaterThan(0)
  expect(await rowOf(db, link)).toBeUndefined()
  await expect(sweepLinks(db, { signal: AbortSignal.abort() })).rejects.toThrow()
})

test('until when a link opens is the same question in a statement as by its secret', async ({ db }) => {
  const endOf = async (id: string) => {
    const { rows } = await sql<{ end: Date | null; open: number }>`
      select ${openLinkEnd(once, sql`${id}::text`)} as end,
        (select count(*)::int from link where subject = ${`thing:${id}`} and ${isOpenLink()}) as open`.execute(db)
    return rows[0]
  }
  const [open, used, revoked, over] = [await aLink(db), await aLink(db), await aLink(db), await aLink(db)]
  await use(db, used.secret)
  await inTransaction(db, (trx) => revokeLinks(trx, once, [revoked.subjectId]))
  await sql`update link set expires_at = now() where id = ${over.id}`.execute(db)
  expect(await endOf(open.subjectId)).toEqual({ end: open.expiresAt, open: 1 })
  for (const { subjectId } of [used, revoked, over]) expect(await endOf(subjectId)).toEqual({ end: null, open: 0 })
})

test('guessing at one purpose leaves the others alone, and no throttle holds a secret', async ({ db }) => {
  const now = new Date()
  const guess = (purpose: LinkPurpose, secret: string, address = '203.0.113.7') =>
    countLinkRequest(db, purpose, { secret, address, now })
  const guesses = await Promise.allSettled(Array.from({ length: 130 }, (_, n) => guess(once, `guess-${n}`)))
  const refused = guesses.filter(({ status }) => status === 'rejected')
  expect(refused.length).toBeGreaterThanOrEqual(9)
  for (const result of guesses)
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ kind: 'too_many', code: 'test_link.too_many' })
  await expect(guess(once, 'another')).rejects.toMatchObject({ kind: 'too_many' })
  await expect(guess(often, 'another')).resolves.toBeUndefined()
  await expect(guess(once, 'another', '203.0.113.8')).resolves.toBeUndefined()
  const many: LinkPurpose = {
    ...often,
    name: 'test-many',
    limits: {
      link: { free: 1_000, windowMs: 60_000, firstMs: 1_000, maxMs: 1_000 },
      address: { free: 1_000, windowMs: 60_000, firstMs: 1_000, maxMs: 1_000 },
    },
  }
  for (let n = 0; n < 150; n += 1) await guess(many, 'a-feed-that-is-polled')
  const { rows } = await sql<{ keys: string }>`select string_agg(key, ' ') as keys from throttle`.execute(db)
  expect(rows[0]?.keys).not.toMatch(/guess-|another|a-feed/)
})

test('each purpose has a name and a noun of its own, and a limit that the database takes', () => {
  expect(new Set(LINK_PURPOSES.map(({ name }) => name)).size).toBe(LINK_PURPOSES.length)
  for (const { name, noun, subjectKind, useLimit, lifeMs } of LINK_PURPOSES) {
    expect(name).toMatch(/^[a-z][a-z-]*$/)
    expect(noun).toMatch(/^[a-z][a-z_]*$/)
    expect(subjectKind).toMatch(/^[a-z][a-z_]*$/)
    expect(useLimit === null || useLimit > 0).toBe(true)
    expect(lifeMs).toBeGreaterThan(0)
  }
})
