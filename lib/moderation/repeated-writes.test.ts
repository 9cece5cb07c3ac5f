import { sql } from 'kysely'
import { POST as postAppeal } from '@/app/api/v1/appeals/route'
import { POST as postDecision } from '@/app/api/v1/cases/[id]/decisions/route'
import { POST as postBulk } from '@/app/api/v1/cases/bulk/route'
import { POST as postReversal } from '@/app/api/v1/decisions/[id]/reversal/route'
import { POST as postItems } from '@/app/api/v1/items/route'
import { POST as postPolicy } from '@/app/api/v1/policies/route'
import { POST as postReports } from '@/app/api/v1/reports/route'
import type { Db } from '@/lib/core/db/types'
import type { Actor } from '@/lib/staff/actor'
import { cliActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { aCase, aDecision, thePolicy } from '@/tests/support/moderation'
import { call, expect, test } from '@/tests/support/web'
import { claimCase } from './commands/claim-case'

interface Write {
  handler: unknown
  id?: string | number
  body: Record<string, unknown>
  /** Another request, which the same key may not name. */
  other: Record<string, unknown>
  /** What there is afterwards, once. */
  count: () => Promise<number>
}

interface Caller {
  actor: Actor
  authorization: string
}

async function aCaller(db: Db): Promise<Caller> {
  const { id, key } = await addKey(db, cliActor, { name: 'writer', role: 'manager', scopes: [] })
  return {
    actor: { kind: 'key', id, role: 'manager', scopes: [], address: null },
    authorization: `Bearer ${key}`,
  }
}

const countOf = async (db: Db, table: string, where: ReturnType<typeof sql>): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)} where ${where}`.execute(
    db,
  )
  return rows[0]?.n ?? 0
}

/** What members send in is no deed of the staff. */
const AUDITED = new Set(['an appeal', 'a decision', 'a bulk', 'a reversal', 'a policy'])

/**
 * Whether what the log tells was written after the answer, which is written after all else: by the number that Postgres gives to
 * each statement of a transaction. Null where the write was none that is logged.
 */
async function isAuditLast(db: Db, key: string): Promise<boolean | null> {
  const { rows } = await sql<{ isLast: boolean | null }>`
    select bool_and(audit_entry.cmin::text::bigint > answered.cmin::text::bigint) as "isLast"
    from idempotency_key as answered left join audit_entry on audit_entry.xmin = answered.xmin
    where answered.key = ${key}`.execute(db)
  return rows[0]?.isLast ?? null
}

const anItem = (id: string, text = 'gold') => ({ type: 'message', id, text, author: { id: `author-${id}` } })

/** Each kind of write that a platform may have to send a second time. */
const WRITES: Record<string, (db: Db, caller: Caller) => Promise<Write>> = {
  'a report': async (db) => ({
    handler: postReports,
    // Without a reporter each report is its own, so that only the key holds the second one off.
    body: { item: anItem('r-1'), comment: 'one' },
    other: { item: anItem('r-1'), comment: 'two' },
    count: () => countOf(db, 'moderation_report', sql`comment = 'one'`),
  }),
  'a batch of reports': async (db) => ({
    handler: postReports,
    body: { reports: [{ item: anItem('r-2'), comment: 'batch' }] },
    other: { reports: [{ item: anItem('r-3'), comment: 'batch' }] },
    count: () => countOf(db, 'moderation_report', sql`comment = 'batch'`),
  }),
  'a batch of items': async (db) => ({
    handler: postItems,
    body: { items: [anItem('i-1')] },
    other: { items: [anItem('i-1', 'tea')] },
    count: () => countOf(db, 'screened_item', sql`item_id = 'i-1'`),
  }),
  'an appeal': async (db) => {
    const { decisionId, memberId } = await aDecision(db)
    return {
      handler: postAppeal,
      body: { decisionId, memberId, text: 'No' },
      other: { decisionId, memberId, text: 'Yes' },
      count: () => countOf(db, 'appeal', sql`decision_id = ${decisionId}`),
    }
  },
  'a decision': async (db, { actor }) => {
    const caseId = await aCase(db)
    const { token } = await claimCase(db, actor, { caseId })
    const body = { version: 1, claimToken: token, actions: [{ type: 'remove' }], policyId: await thePolicy(db) }
    return {
      handler: postDecision,
      id: caseId,
      body,
      other: { ...body, reason: 'another' },
      count: () => countOf(db, 'moderation_decision', sql`case_id = ${caseId}`),
    }
  },
  'a bulk': async (db) => {
    const [first, second] = [await aCase(db), await aCase(db)]
    const keep = (caseId: number) => ({ caseId, version: 1, actions: [{ type: 'keep' }] })
    return {
      handler: postBulk,
      // What one row is refused for keeps no other back.
      body: { decisions: [keep(second), { ...keep(first), version: 9 }, keep(first)] },
      other: { decisions: [keep(first)] },
      count: async () => (await countOf(db, 'moderation_decision', sql`case_id in (${first}, ${second})`)) / 2,
    }
  },
  'a reversal': async (db) => {
    const { decisionId } = await aDecision(db)
    return {
      handler: postReversal,
      id: decisionId,
      body: { reason: 'A slip' },
      other: { reason: 'Another' },
      count: () => countOf(db, 'moderation_decision', sql`reverses_id = ${decisionId}`),
    }
  },
  'a policy': async (db) => ({
    handler: postPolicy,
    body: { name: 'Written twice' },
    other: { name: 'Written otherwise' },
    count: () => countOf(db, 'policy', sql`name = 'Written twice'`),
  }),
}

test.for(Object.keys(WRITES))(
  '%s with an Idempotency-Key is carried out once, also of ten at once, and always answers the same',
  async (kind, { web: db }) => {
    const caller = await aCaller(db)
    const { authorization } = caller
    const { handler, id = '', body, other, count } = await (WRITES[kind] as (typeof WRITES)[string])(db, caller)
    const send = async (sent: Record<string, unknown>, key: string) => {
      const answer = await call(handler, {
        ...{ method: 'POST', path: '/api/v1/x', params: { id: String(id) }, body: sent },
        headers: { authorization, 'idempotency-key': key },
      })
      return { status: answer.status, body: await answer.json(), replayed: answer.headers.get('idempotency-replayed') }
    }
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(body, kind)))
    const [first] = answers.filter(({ replayed }) => replayed === null)
    expect(answers.filter(({ replayed }) => replayed === null)).toHaveLength(1)
    expect(first?.status).toBeLessThan(300)
    for (const answer of [...answers, await send(body, kind)])
      expect([answer.status, answer.body]).toEqual([first?.status, first?.body])
    expect(await count()).toBe(1)
    expect(await isAuditLast(db, kind)).toBe(AUDITED.has(kind) ? true : null)
    expect(await send(other, kind)).toMatchObject({ status: 422, body: { code: 'idempotency.other_body' } })
    expect(await count()).toBe(1)
  },
)

test('in a bulk with a key each row has its own answer, in the order in which it was sent', async ({ web: db }) => {
  const { authorization } = await aCaller(db)
  const [first, second, third] = [await aCase(db), await aCase(db), await aCase(db)]
  const row = (caseId: number, version = 1) => ({ caseId, version, actions: [{ type: 'keep' }] })
  const answer = await call(postBulk, {
    ...{ method: 'POST', path: '/api/v1/cases/bulk', headers: { authorization, 'idempotency-key': 'rows' } },
    body: { decisions: [row(third), row(first, 7), { caseId: second }, row(second), row(second)] },
  })
  expect((await answer.json()).results).toMatchObject([
    { caseId: third, status: 201 },
    { caseId: first, status: 409, problem: { code: 'case.changed' } },
    { caseId: second, status: 422 },
    { caseId: second, status: 201 },
    { caseId: second, status: 409, problem: { code: 'case.decided' } },
  ])
  expect(await countOf(db, 'moderation_decision', sql`case_id in (${first}, ${second}, ${third})`)).toBe(2)
})
