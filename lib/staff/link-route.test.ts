import { sql } from 'kysely'
import { z } from 'zod'
import { POST as acceptInvitation } from '@/app/api/v1/invitations/acceptances/route'
import { POST as lookUpInvitation } from '@/app/api/v1/invitations/lookup/route'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { json, noContent } from '@/lib/core/http/route'
import { makeLink, revokeLinks, useLink } from '@/lib/core/links/links'
import type { LinkPurpose } from '@/lib/core/links/purpose'
import { aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { linkRoute } from './access'
import { cliActor, type LinkActor, requirePermission } from './actor'
import { inviteStaff } from './commands/invite-staff'

const tickets: LinkPurpose = {
  name: 'test-ticket',
  subjectKind: 'thing',
  lifeMs: 60_000,
  useLimit: 1,
  noun: 'ticket',
  messages: { unknown: 'Not valid.', used: 'Used.', expired: 'Over.' },
}
const feeds: LinkPurpose = { ...tickets, name: 'test-feed', useLimit: null, noun: 'feed' }

const byBody = z.object({ token: z.string().min(1) })
const byPath = z.object({ secret: z.string().min(1) })
const shown = z.object({ actor: z.unknown() })

/** Our own page uses up a ticket. */
const redeem = linkRoute(
  { summary: 'Test', purpose: tickets, secretOf: ({ body }) => body.token, origin: 'own', body: byBody, answer: shown },
  async ({ db, actor, body }) => {
    await inTransaction(db, (trx) => useLink(trx, tickets, body.token))
    return json({ actor })
  },
)
/** A calendar asks again and again. */
const feed = linkRoute(
  {
    summary: 'Test',
    purpose: feeds,
    secretOf: ({ params }) => params.secret,
    origin: 'own',
    params: byPath,
    answer: shown,
  },
  async ({ actor }) => json({ actor }),
)
/** A mail client says that its reader wants no more mails, as RFC 8058 has it. */
const unsubscribe = linkRoute(
  {
    summary: 'Test',
    purpose: feeds,
    secretOf: ({ params }) => params.secret,
    origin: 'any',
    params: byPath,
    answer: null,
  },
  async ({ db, params }) => {
    await inTransaction(db, (trx) => useLink(trx, feeds, params.secret))
    return noContent()
  },
)
const byHeader = linkRoute(
  {
    summary: 'Test',
    purpose: feeds,
    secretOf: ({ request }) => request.headers.get('x-link') ?? '',
    origin: 'any',
    answer: shown,
  },
  async ({ actor }) => json({ actor }),
)

let count = 0
async function aLink(db: Db, purpose: LinkPurpose) {
  count += 1
  const subjectId = `t-${count}`
  const made = await inTransaction(db, (trx) => makeLink(trx, purpose, { subjectId, createdBy: 'cli' }))
  return { ...made, subjectId }
}

const usesOf = async (db: Db, id: string): Promise<number> =>
  (await db.selectFrom('link').select('uses').where('id', '=', id).executeTakeFirstOrThrow()).uses

const code = async (answer: Response): Promise<[number, string]> => {
  const { code: found } = (await answer.json()) as { code: string }
  return [answer.status, found]
}

test('who comes by a link is an actor of that kind, with what the link is about, whatever cookie is sent along', async ({
  web: db,
}) => {
  const link = await aLink(db, feeds)
  const cookie = await cookieOf(db, await aPerson(db, { role: 'operator' }))
  const expected = {
    ...{ kind: 'link', id: link.id, purpose: 'test-feed', subjectId: link.subjectId },
    address: '198.51.100.4',
  }
  for (const given of ['', cookie]) {
    const headers = { 'x-guildhall-peer': '198.51.100.4', cookie: given }
    const answer = await call(feed, { path: '/x', params: { secret: link.secret }, headers })
    expect(await answer.json()).toEqual({ actor: expected })
  }
  const { secret } = link
  const answer = await call(byHeader, { path: '/x', headers: { 'x-link': secret, 'x-guildhall-peer': '198.51.100.4' } })
  expect(await answer.json()).toEqual({ actor: expected })
  expect(() => requirePermission(expected as LinkActor, 'overview:read')).toThrow(/need the permission/)
})

test('only a link that works gets through, and each other says why to whoever holds it', async ({ web: db }) => {
  const [used, revoked, expired, feedLink] = [
    await aLink(db, tickets),
    await aLink(db, tickets),
    await aLink(db, tickets),
    await aLink(db, feeds),
  ]
  const ask = (token: string) => call(redeem, { method: 'POST', path: '/x', body: { token } })
  expect((await ask(used.secret)).status).toBe(200)
  await inTransaction(db, (trx) => revokeLinks(trx, tickets, [revoked.subjectId]))
  await sql`update link set expires_at = now() where id = ${expired.id}`.execute(db)
  expect(await code(await ask(used.secret))).toEqual([409, 'ticket.used'])
  expect(await code(await ask(revoked.secret))).toEqual([404, 'ticket.unknown'])
  expect(await code(await ask(expired.secret))).toEqual([409, 'ticket.expired'])
  for (const guess of ['guess', feedLink.secret, used.id])
    expect(await code(await ask(guess))).toEqual([404, 'ticket.unknown'])
  expect((await call(redeem, { method: 'POST', path: '/x', body: {} })).status).toBe(422)
})

test('a limit of one holds for 20 requests at once', async ({ web: db }) => {
  const link = await aLink(db, tickets)
  const ask = () => call(redeem, { method: 'POST', path: '/x', body: { token: link.secret } })
  const statuses = (await Promise.all(Array.from({ length: 20 }, ask))).map(({ status }) => status)
  expect(statuses.toSorted((a, b) => a - b)).toEqual([200, ...Array.from({ length: 19 }, () => 409)])
  expect(await usesOf(db, link.id)).toBe(1)
})

test('own: what changes something comes from a page of ours; what only reads comes from anywhere', async ({
  web: db,
}) => {
  const link = await aLink(db, tickets)
  for (const origin of ['', 'https://elsewhere.example', 'null']) {
    const asked = { method: 'POST', path: '/x', body: { token: link.secret }, headers: { origin } }
    expect(await code(await call(redeem, asked))).toEqual([403, 'request.cross_origin'])
  }
  expect(await usesOf(db, link.id)).toBe(0)
  expect((await call(redeem, { method: 'POST', path: '/x', body: { token: link.secret } })).status).toBe(200)
  const { secret } = await aLink(db, feeds)
  const headers = { origin: 'https://elsewhere.example' }
  expect((await call(feed, { path: '/x', params: { secret }, headers })).status).toBe(200)
})

test('any: a one-click POST of a mail client works, without origin, cookie or redirect, and CORS stays off', async ({
  web: db,
}) => {
  const link = await aLink(db, feeds)
  const raw = 'List-Unsubscribe=One-Click'
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const origin of ['', 'https://mail.example']) {
    const answer = await call(unsubscribe, {
      ...{ method: 'POST', path: '/x', params: { secret: link.secret }, raw, headers: { ...form, origin } },
    })
    expect(answer.status).toBe(204)
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([])
  }
  expect(await usesOf(db, link.id)).toBe(2)
})

test('a GET changes nothing of the link, and leaves nothing but the count of requests', async ({ web: db }) => {
  const link = await aLink(db, feeds)
  const everything = async () => {
    const { rows } = await sql<{ all: string }>`
      select coalesce((select string_agg(link::text, ' ' order by id) from link), '')
        || coalesce((select string_agg(audit_entry::text, ' ' order by id) from audit_entry), '')
        || (select count(*) from graphile_worker.jobs) as all`.execute(db)
    return rows[0]?.all
  }
  const before = await everything()
  for (let n = 0; n < 5; n += 1)
    expect((await call(feed, { path: '/x', params: { secret: link.secret } })).status).toBe(200)
  expect(await everything()).toBe(before)
})

test('whoever asks very often has to wait, before anything is looked up', async ({ web: db }) => {
  const { secret } = await aLink(db, feeds)
  const ask = (given: string, address: string) =>
    call(feed, { path: '/x', params: { secret: given }, headers: { 'x-guildhall-peer': address } })
  const statuses: number[] = []
  for (let n = 0; n < 32; n += 1) statuses.push((await ask(secret, `203.0.113.${n}`)).status)
  expect(statuses).toEqual([...Array.from({ length: 31 }, () => 200), 429])
  const waiting = await ask(secret, '203.0.113.99')
  expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await code(waiting)).toEqual([429, 'feed.too_many'])
  const guesses = await Promise.all(Array.from({ length: 130 }, (_, n) => ask(`guess-${n}`, '203.0.113.200')))
  expect(guesses.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(9)
})

test('whoever guesses at invitations has to wait, by both of their addresses, and a good link elsewhere is good', async ({
  web: db,
}) => {
  const { link } = await inviteStaff(db, cliActor, { email: 'good@example.org', role: 'manager' })
  const token = new URL(link).hash.slice(1)
  const account = { name: 'Nora', password: 'four calm words here' }
  const lookUp = (given: string, address: string) => {
    const headers = { 'x-guildhall-peer': address }
    return call(lookUpInvitation, { method: 'POST', path: '/x', body: { token: given }, headers })
  }
  const accept = (given: string, address: string) => {
    const headers = { 'x-guildhall-peer': address }
    return call(acceptInvitation, { method: 'POST', path: '/x', body: { token: given, ...account }, headers })
  }
  const guesses = await Promise.all(Array.from({ length: 121 }, (_, n) => lookUp(`no-${n}`, '203.0.113.50')))
  expect(new Set(guesses.map(({ status }) => status))).toEqual(new Set([404]))
  for (const ask of [lookUp, accept])
    expect(await code(await ask(token, '203.0.113.50'))).toEqual([429, 'invitation.too_many'])
  expect((await lookUp(token, '203.0.113.51')).status).toBe(200)
  expect((await accept(token, '203.0.113.51')).status).toBe(201)
})
