import { sql } from 'kysely'
import { POST as send } from '@/app/api/v1/appeal-links/appeals/route'
import { POST as lookUp } from '@/app/api/v1/appeal-links/lookup/route'
import { POST as takeByApi } from '@/app/api/v1/appeals/route'
import { POST as makeLink } from '@/app/api/v1/decisions/[id]/appeal-link/route'
import { listAudit } from '@/lib/audit/queries'
import { auditQuery } from '@/lib/audit/schema'
import { hashToken } from '@/lib/core/crypto/secrets'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { systemActor } from '@/lib/staff/actor'
import { aDecision, aModerator, theInbox } from '@/tests/support/moderation'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { appealByLink, issueAppealLink, revokeAppealLink } from './commands/appeal-links'
import { receiveAppeal } from './commands/receive-appeal'
import { reverseDecision } from './commands/reverse-decision'
import { lookUpAppealLink } from './queries/appeal-links'
import { getCase } from './queries/get-case'

const VISITOR = { address: '192.0.2.9' }
const DAY_MS = 86_400_000
const later = (days: number) => new Date(Date.now() + days * DAY_MS)

/** A decision with its link. */
async function aLink(db: Db, given: Parameters<typeof aDecision>[1] = {}) {
  const decided = await aDecision(db, given)
  const { url, expiresAt } = await issueAppealLink(db, decided.moderator, { decisionId: decided.decisionId })
  return { ...decided, url, expiresAt, token: new URL(url).hash.slice(1) }
}

/** All rows that could remember something of a link. */
async function everything(db: Db): Promise<string> {
  const { rows } = await sql<{ all: string }>`
    select coalesce((select string_agg(link::text, ' ') from link), '')
      || coalesce((select string_agg(audit_entry::text, ' ') from audit_entry), '')
      || coalesce((select string_agg(audit_detail::text, ' ') from audit_detail), '')
      || coalesce((select string_agg(idempotency_key::text, ' ') from idempotency_key), '') as all`.execute(db)
  return rows[0]?.all ?? ''
}

test('a link is 256 random bits behind the #, stored as their hash and nowhere else', async ({ web: db }) => {
  const { url, token, decisionId, expiresAt } = await aLink(db)
  expect(url).toMatch(/^http:\/\/localhost:3000\/appeal#[\w-]{43}$/)
  const row = await db
    .selectFrom('link')
    .selectAll()
    .where('subject', '=', `decision:${decisionId}`)
    .executeTakeFirstOrThrow()
  expect(row.secret_hash).toEqual(hashToken(token))
  expect(await everything(db)).not.toContain(token)
  expect(Math.abs(Date.parse(expiresAt) - later(20).getTime())).toBeLessThan(60_000)
})

test('it shows what was decided and nothing of who complained or decided; looking changes nothing', async ({
  web: db,
}) => {
  const { token, moderator } = await aLink(db, { actions: [{ type: 'remove' }, { type: 'mute', minutes: 60 }] })
  await db
    .updateTable('staff')
    .set({ name: 'Ottoline' })
    .where('id', '=', moderator.id ?? '')
    .execute()
  const before = await everything(db)
  for (let n = 0; n < 3; n += 1) {
    const answer = await call(lookUp, { method: 'POST', path: '/api/v1/appeal-links/lookup', body: { token } })
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(JSON.parse(text)).toEqual({
      item: { type: 'message', content: { text: 'Buy cheap gold', url: null, name: null, createdAt: null } },
      actions: [
        { type: 'remove', until: null },
        { type: 'mute', until: expect.any(String) },
      ],
      policy: { name: 'Spam', description: expect.any(String) },
      decidedAt: expect.any(String),
      expiresAt: expect.any(String),
    })
    expect(text).not.toMatch(/reporter|Ottoline|A note for the team|Plain advertising|spam"/)
  }
  expect(await everything(db)).toBe(before)
})

test('it makes one appeal, also of 20 at once, and says afterwards that it did', async ({ web: db }) => {
  const { token, decisionId } = await aLink(db)
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, () => appealByLink(db, VISITOR, { token, text: 'It was a joke' })),
  )
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected')
      expect(isDomainError(result.reason) && result.reason.code).toBe('appeal_link.used')
  }
  const appeals = await db.selectFrom('appeal').selectAll().where('decision_id', '=', decisionId).execute()
  expect(appeals).toMatchObject([{ text: 'It was a joke', status: 'open', received_by: 'link' }])
  await expect(lookUpAppealLink(db, token)).rejects.toMatchObject({ code: 'appeal_link.used' })
  const again = await call(send, { method: 'POST', path: '/x', body: { token, text: 'Again' } })
  expect([again.status, (await again.json()).code]).toEqual([409, 'appeal_link.used'])
})

test('unknown, replaced, revoked, expired and moot links each say what they are', async ({ web: db }) => {
  await expect(lookUpAppealLink(db, 'nothing')).rejects.toMatchObject({
    kind: 'not_found',
    code: 'appeal_link.unknown',
  })
  const { token, decisionId, moderator, memberId } = await aLink(db)
  await expect(lookUpAppealLink(db, token, later(20.1))).rejects.toMatchObject({ code: 'appeal_link.expired' })
  const appealLate = appealByLink(db, VISITOR, { token, text: 'Late' }, later(20.1))
  await expect(appealLate).rejects.toMatchObject({ code: 'appeal_link.expired' })

  const newer = new URL((await issueAppealLink(db, moderator, { decisionId })).url).hash.slice(1)
  await expect(lookUpAppealLink(db, token)).rejects.toMatchObject({ code: 'appeal_link.unknown' })
  await revokeAppealLink(db, moderator, { decisionId })
  await expect(lookUpAppealLink(db, newer)).rejects.toMatchObject({ code: 'appeal_link.unknown' })
  await expect(revokeAppealLink(db, moderator, { decisionId })).rejects.toMatchObject({ kind: 'not_found' })

  // Appealed through the platform meanwhile.
  const last = new URL((await issueAppealLink(db, moderator, { decisionId })).url).hash.slice(1)
  await receiveAppeal(db, systemActor, { decisionId, memberId, text: 'By the platform' })
  await expect(lookUpAppealLink(db, last)).rejects.toMatchObject({ code: 'appeal_link.used' })
  await expect(issueAppealLink(db, moderator, { decisionId })).rejects.toMatchObject({ code: 'appeal.exists' })

  const reversed = await aLink(db)
  await reverseDecision(db, systemActor, { decisionId: reversed.decisionId, reason: 'A slip' })
  await expect(lookUpAppealLink(db, reversed.token)).rejects.toMatchObject({ code: 'decision.reversed' })
  const moot = appealByLink(db, VISITOR, { token: reversed.token, text: 'Still' })
  await expect(moot).rejects.toMatchObject({ code: 'decision.reversed' })
})

test('a link is made for what can be appealed, by who may work the case', async ({ web: db }) => {
  const kept = await aDecision(db, { actions: [{ type: 'keep' }] })
  const link = { decisionId: kept.decisionId }
  await expect(issueAppealLink(db, kept.moderator, link)).rejects.toMatchObject({ code: 'appeal.nothing_to_appeal' })
  const { decisionId } = await aDecision(db)
  const other = await aModerator(db)
  await expect(issueAppealLink(db, other, { decisionId, now: later(21) })).rejects.toMatchObject({
    code: 'appeal.too_late',
  })
  const inbox = await theInbox(db)
  await db.updateTable('moderation_queue').set({ is_open: false }).where('id', '=', inbox).execute()
  await expect(issueAppealLink(db, other, { decisionId })).rejects.toMatchObject({ code: 'decision.not_found' })
  await db.updateTable('moderation_queue').set({ is_open: true }).where('id', '=', inbox).execute()
})

test('who asks very often by a link, or from an address, has to wait; others do not', async ({ web: db }) => {
  const { token } = await aLink(db)
  const ask = (given: string, from: string) => {
    const headers = { 'x-guildhall-peer': from }
    return call(lookUp, { method: 'POST', path: '/api/v1/appeal-links/lookup', body: { token: given }, headers })
  }
  const statuses: number[] = []
  for (let n = 0; n < 32; n += 1) statuses.push((await ask(token, `198.51.100.${n}`)).status)
  // Wherever it is asked from: the 31st is the first after which the link waits.
  expect(statuses).toEqual([...Array.from({ length: 31 }, () => 200), 429])
  const waiting = await ask(token, '203.0.113.9')
  expect([waiting.status, (await waiting.json()).code]).toEqual([429, 'appeal_link.too_many'])
  expect(Number(waiting.headers.get('retry-after'))).toBeGreaterThan(0)
  const form = await call(send, { method: 'POST', path: '/x', body: { token, text: 'No' } })
  expect(form.status).toBe(429)

  const guesses = await Promise.all(Array.from({ length: 130 }, (_, n) => ask(`guess-${n}`, '203.0.113.10')))
  const codes = guesses.map(({ status }) => status)
  expect(codes.filter((status) => status === 404).length).toBeLessThanOrEqual(121)
  expect(codes.filter((status) => status === 429).length).toBeGreaterThanOrEqual(9)
  const { token: other } = await aLink(db)
  expect((await ask(other, '203.0.113.11')).status).toBe(200)
  expect((await ask(other, '203.0.113.10')).status).toBe(429)
  const { rows } = await sql<{ keys: string }>`select string_agg(key, ' ') as keys from throttle`.execute(db)
  expect(rows[0]?.keys).not.toContain(token)
})

test('the case says until when a link opens, and no more once it is used, revoked or over', async ({ web: db }) => {
  const { caseId, decisionId, moderator, expiresAt, token } = await aLink(db)
  const until = async (now?: Date) => (await getCase(db, moderator, caseId, now)).decisions[0]?.appealLinkUntil
  expect(await until()).toBe(expiresAt)
  expect(await until(later(21))).toBeNull()
  await revokeAppealLink(db, moderator, { decisionId })
  expect(await until()).toBeNull()
  await expect(lookUpAppealLink(db, token)).rejects.toMatchObject({ code: 'appeal_link.unknown' })
  const { url } = await issueAppealLink(db, moderator, { decisionId })
  expect(await until()).not.toBeNull()
  await appealByLink(db, VISITOR, { token: new URL(url).hash.slice(1), text: 'No' })
  expect(await until()).toBeNull()
})

test('the log names the link by which an appeal came, and from where', async ({ web: db }) => {
  const { token, decisionId } = await aLink(db)
  const headers = { 'x-guildhall-peer': '198.51.100.77' }
  const answer = await call(send, { method: 'POST', path: '/x', body: { token, text: 'It was a joke' }, headers })
  expect(answer.status).toBe(201)
  const link = await db
    .selectFrom('link')
    .select(['id', 'uses', 'last_used_at'])
    .where('subject', '=', `decision:${decisionId}`)
    .executeTakeFirstOrThrow()
  expect(link).toMatchObject({ uses: 1, last_used_at: expect.any(Date) })
  const { items } = await listAudit(db, auditQuery.parse({ actorKind: 'link', actor: link.id }))
  expect(items).toMatchObject([
    {
      action: 'appeal.created',
      actor: { kind: 'link', id: link.id, name: null },
      detail: { decisionId, address: '198.51.100.77' },
    },
  ])
})

test('the form answers our own page alone', async ({ web: db }) => {
  const { token } = await aLink(db)
  const headers = { origin: 'https://elsewhere.example' }
  const answer = await call(send, { method: 'POST', path: '/x', body: { token, text: 'No' }, headers })
  expect(answer.status).toBe(403)
})

test('by the API: 201 with a link, and an appeal once for each Idempotency-Key', async ({ web: db }) => {
  const { decisionId, memberId } = await aDecision(db)
  const cookie = await cookieOf(db, await aPerson(db, { role: 'moderator' }))
  const made = await call(makeLink, { method: 'POST', path: '/x', params: { id: decisionId }, headers: { cookie } })
  expect([made.status, Object.keys(await made.json())]).toEqual([201, ['url', 'expiresAt']])

  const authorization = `Bearer ${await aKey(db, 'moderator', ['appeals:write'])}`
  const headers = { authorization, 'idempotency-key': 'one' }
  const body = { decisionId, memberId, text: 'It was a joke' }
  const first = await call(takeByApi, { method: 'POST', path: '/api/v1/appeals', body, headers })
  const again = await call(takeByApi, { method: 'POST', path: '/api/v1/appeals', body, headers })
  const answer = await first.json()
  expect([first.status, again.status]).toEqual([201, 201])
  expect(await again.json()).toEqual(answer)
  const other = await call(takeByApi, {
    method: 'POST',
    path: '/api/v1/appeals',
    body: { ...body, text: 'No' },
    headers,
  })
  expect(other.status).toBe(422)
  const second = await call(takeByApi, { method: 'POST', path: '/api/v1/appeals', body, headers: { authorization } })
  expect([second.status, (await second.json()).appeal]).toEqual([409, { id: answer.id, status: 'open' }])
  const long = { ...body, text: 'x'.repeat(2_001) }
  expect((await call(takeByApi, { method: 'POST', path: '/x', body: long, headers: { authorization } })).status).toBe(
    422,
  )
})
