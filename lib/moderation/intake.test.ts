import { sql } from 'kysely'
import { describe } from 'vitest'
import { POST as postReports } from '@/app/api/v1/reports/route'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { aReport, thePolicy } from '@/tests/support/moderation'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { receiveReports } from './commands/receive-reports'
import { listCases } from './queries/list-cases'
import { rankOf, reporterWeight, scoreAt } from './rules/score'
import { caseListQuery } from './schema/cases'

async function report(db: Db, body: unknown, headers: Record<string, string> = {}) {
  const key = await aKey(db, 'moderator', ['reports:write'])
  return send(key, body, headers)
}

async function send(key: string, body: unknown, headers: Record<string, string> = {}) {
  const answer = await call(postReports, {
    method: 'POST',
    path: '/api/v1/reports',
    body,
    headers: { authorization: `Bearer ${key}`, ...headers },
  })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown>, headers: answer.headers }
}

const countAll = async (db: Db) =>
  (
    await sql<{ cases: number; reports: number }>`select (select count(*)::int from moderation_case) as cases,
      (select count(*)::int from moderation_report) as reports`.execute(db)
  ).rows[0]

describe('a report', () => {
  test('opens a case and freezes what was seen, the messages around it too', async ({ web: db }) => {
    await sql`insert into origin (name) values ('chat')`.execute(db)
    await sql`insert into member (origin_id, external_id, name, joined_at) select id, 'u2', 'Una', now() from origin where name = 'chat'`.execute(
      db,
    )
    await sql`insert into channel (origin_id, external_id, name) select id, 'c1', 'general' from origin where name = 'chat'`.execute(
      db,
    )
    await sql`
      with said as (
        insert into message (id, sent_at, channel_id, member_id, text)
        select 1000 + n, date_trunc('minute', now()) - n * interval '1 minute', channel.id, member.id, 'line ' || n
        from generate_series(1, 30) as n, channel, member where channel.external_id = 'c1' and member.external_id = 'u2'
        returning id, sent_at
      ) insert into message_key (origin_id, external_id, message_id, sent_at)
      select origin.id, 'm-' || said.id, said.id, said.sent_at from said, origin where origin.name = 'chat'`.execute(db)
    const item = { type: 'message', id: 'm-1015', text: 'line 15', author: { id: 'u2' }, channelId: 'c1' }
    const { status, body } = await report(db, { reporter: { id: 'u1' }, item, reason: 'spam' })
    expect(status).toBe(201)
    const kept = await db
      .selectFrom('moderation_evidence')
      .selectAll()
      .where('case_id', '=', Number(body.caseId))
      .executeTakeFirstOrThrow()
    const { before, after } = kept.context as { before: { text: string }[]; after: { text: string }[] }
    expect(before.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, n) => `line ${25 - n}`))
    expect(after.map(({ text }) => text)).toEqual(Array.from({ length: 10 }, (_, n) => `line ${14 - n}`))
    const found = await db
      .selectFrom('moderation_case')
      .selectAll()
      .where('id', '=', Number(body.caseId))
      .executeTakeFirstOrThrow()
    expect(found).toMatchObject({ status: 'open', version: 1, severity: 2, weight: 1, reach: 1 })
    expect(found.member_id).not.toBeNull()
    expect(found.channel_id).not.toBeNull()
  })

  test('of the same person for the same policy again is answered with the first, for another policy is a new one', async ({
    web: db,
  }) => {
    const { reporter, item, reason } = aReport()
    const policyId = await thePolicy(db)
    const first = await report(db, { reporter, item, reason })
    const again = await report(db, { reporter, item, reason: 'still' })
    const other = await report(db, { reporter, item, reason, policyId })
    expect([first.status, again.status, other.status]).toEqual([201, 200, 201])
    expect(again.body).toEqual(first.body)
    expect(other.body.caseId).toBe(first.body.caseId)
    // One person counts once, whatever the number of their reports.
    const found = await db
      .selectFrom('moderation_case')
      .select(['weight', 'reports'])
      .where('id', '=', Number(first.body.caseId))
      .executeTakeFirstOrThrow()
    expect(found).toEqual({ weight: 1, reports: 2 })
  })

  test('with the same Idempotency-Key is taken once, also when it comes twice at once; with another body it is refused', async ({
    web: db,
  }) => {
    const key = await aKey(db, 'moderator')
    const body = { item: { type: 'custom', id: 'once' }, reason: 'spam' }
    const header = { 'idempotency-key': 'k-1' }
    const before = await countAll(db)
    const both = await Promise.all([send(key, body, header), send(key, body, header)])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(both[1]?.body).toEqual(both[0]?.body)
    expect(await countAll(db)).toEqual({ cases: (before?.cases ?? 0) + 1, reports: (before?.reports ?? 0) + 1 })
    const other = await send(key, { ...body, reason: 'else' }, header)
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency.other_body' } })
  })

  test.for([
    [{ reason: 'spam' }, 'item'],
    [{ item: { type: 'message', id: '  ' } }, 'item.id'],
    [{ item: { type: 'poem', id: '1' } }, 'item.type'],
    [{ item: { type: 'message', id: '1', text: 'x'.repeat(65_537) } }, 'item.text'],
    [{ item: { type: 'message', id: '1' }, policyId: '00000000-0000-4000-8000-000000000000' }, 'policyId'],
    [{ item: { type: 'message', id: '1' }, policyId: 'spam' }, 'policyId'],
    [{ item: { type: 'message', id: '1' }, reporter: { id: '' } }, 'reporter.id'],
    [{ reports: [] }, 'reports'],
  ] as const)('that is wrong is refused by name and leaves nothing: %j', async ([body, path], { web: db }) => {
    const before = await countAll(db)
    const answer = await report(db, body)
    expect(answer.status).toBe(422)
    expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path)
    expect(await countAll(db)).toEqual(before)
  })

  test('in a batch is taken or refused row by row', async ({ web: db }) => {
    const good = (id: string) => ({ reporter: { id: 'u1' }, item: { type: 'message', id }, reason: 'spam' })
    const rows = [
      good('b-1'),
      { reason: 'nothing' },
      good('b-1'),
      { ...good('b-2'), policyId: '00000000-0000-4000-8000-000000000000' },
      good('b-3'),
    ]
    const { status, body } = await report(db, { reports: rows })
    expect(status).toBe(200)
    expect((body.results as { status: number }[]).map((row) => row.status)).toEqual([201, 422, 200, 422, 201])
  })

  test('500 at once about 400 items take a few statements each, not each row', async ({ web: db }) => {
    const rows = Array.from({ length: 500 }, (_, n) => ({
      reporter: { id: `r-${n % 70}` },
      item: { type: 'message', id: `many-${n % 400}`, text: `text ${n % 400}`, author: { id: `a-${n % 50}` } },
      reason: 'spam',
    }))
    const { body } = await report(db, { reports: rows })
    const results = body.results as { status: number; caseId: number }[]
    expect(results.every(({ status }) => status === 201)).toBe(true)
    expect(new Set(results.map(({ caseId }) => caseId)).size).toBe(400)
  })
})

describe('the order of cases', () => {
  test('a brigade of 30 reporters who were never right ranks under two who are', async ({ web: db }) => {
    const brigade = Array.from({ length: 30 }, (_, n) =>
      aReport({ reporter: { id: `worthless-${n}` }, item: { type: 'message', id: 'brigaded' } }),
    )
    const good = Array.from({ length: 2 }, (_, n) =>
      aReport({ reporter: { id: `good-${n}` }, item: { type: 'message', id: 'really-bad' } }),
    )
    await receiveReports(db, systemActor, [...brigade, ...good])
    await sql`insert into reporter_accuracy (member_id, "right", wrong)
      select id, case when external_id like 'good-%' then 10 else 0 end, case when external_id like 'good-%' then 0 else 10 end
      from member where external_id like 'good-%' or external_id like 'worthless-%'`.execute(db)
    // The next report of anybody brings a case into order.
    await receiveReports(db, systemActor, [
      aReport({ reporter: { id: 'worthless-0' }, item: { type: 'message', id: 'brigaded' } }),
      aReport({ reporter: { id: 'good-0' }, item: { type: 'message', id: 'really-bad' } }),
    ])
    const found = await db
      .selectFrom('moderation_case')
      .select(['item_id', 'weight', 'rank'])
      .where('item_id', 'in', ['brigaded', 'really-bad'])
      .orderBy('rank', 'desc')
      .execute()
    expect(found.map(({ item_id: id }) => id)).toEqual(['really-bad', 'brigaded'])
    expect(found[1]?.weight).toBeLessThan(0)
  })

  test('is that of the scores, and the stored part equals the rule', async ({ web: db }) => {
    const now = new Date()
    const { items } = await listCases(db, systemActor, caseListQuery.parse({ limit: 200 }), now)
    expect(items.length).toBeGreaterThan(50)
    const scores = items.map(({ score }) => score)
    expect(scores.every((score, index) => index === 0 || score <= (scores[index - 1] ?? 0) + 1e-9)).toBe(true)
    for (const { severity, weight, reach, openedAt, score } of items)
      expect(scoreAt({ severity, weight, reach, openedAt: new Date(openedAt) }, now)).toBeCloseTo(score, 9)
    const rows = await db
      .selectFrom('moderation_case')
      .select(['severity', 'weight', 'reach', 'opened_at', 'rank'])
      .execute()
    for (const row of rows) expect(row.rank).toBeCloseTo(rankOf({ ...row, openedAt: row.opened_at }), 6)
  })

  test('pages follow one another without a gap or a double, in every sort', async ({ web: db }) => {
    for (const sort of ['score', 'age', 'due', 'reports'] as const) {
      const seen: number[] = []
      for (let after: string | undefined; ; ) {
        const page = await listCases(db, systemActor, caseListQuery.parse({ limit: 37, sort, after }))
        seen.push(...page.items.map(({ id }) => id))
        if (!page.next) break
        after = page.next
      }
      const { rows } = await sql<{
        n: number
      }>`select count(*)::int as n from moderation_case where status = 'open'`.execute(db)
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.length).toBe(rows[0]?.n)
    }
  })
})

test('a newcomer’s report weighs 1, towards 3 who is always right and towards −1 who never is', () => {
  expect(reporterWeight(0, 0)).toBe(1)
  expect(reporterWeight(1_000_000, 0)).toBeCloseTo(3, 3)
  expect(reporterWeight(0, 1_000_000)).toBeCloseTo(-1, 3)
})
