import { sql } from 'kysely'
import { describe } from 'vitest'
import { GET as getStatements } from '@/app/api/v1/decisions/statements/route'
import { GET as getSummary } from '@/app/api/v1/decisions/statements/summary/route'
import type { Db } from '@/lib/core/db/types'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aCase, aDecision, aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { aKey } from '@/tests/support/staff'
import { refusalsOf } from '@/tests/support/transparency-database'
import { call, expect, test as webTest } from '@/tests/support/web'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { pageStatements } from './commands/export-statements'
import { updatePolicy } from './commands/manage-policies'
import { openCase } from './commands/open-case'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'
import { screenItems } from './commands/screening/screen-items'
import type { ActionInput } from './schema/decisions'
import { type DsaDetails, dsaDetails } from './schema/dsa-details'
import { itemInput } from './schema/items'
import { type Statement, statementsQuery } from './schema/statements'

const PARTICULARS: DsaDetails = dsaDetails.parse({
  ground: 'incompatible',
  reference: 'Community rules, section 3',
  explanation: 'Advertising that nobody asked for',
  category: 'STATEMENT_CATEGORY_SCAMS_AND_FRAUD',
})

/** Spam has particulars, the other policies have none. */
const test = webTest.extend('on', { scope: 'file' }, async ({ web: db }): Promise<Db> => {
  await changeSettings(db, cliActor, { dsaSubmits: true, dsaLanguage: 'EN', dsaTerritory: ['DE', 'AT'] })
  const id = await thePolicy(db)
  await updatePolicy(db, cliActor, { id, version: 1, dsa: PARTICULARS })
  return db
})

const at = (iso: string) => new Date(iso)
const period = (from: string, to: string) => statementsQuery.parse({ from, to })
const read = (db: Db, from: string, to: string) => pageStatements(db, systemActor, period(from, to))

/** Decides a case that is there. */
async function decide(db: Db, caseId: number, given: { actions: ActionInput[]; policyId?: string | null; now?: Date }) {
  const moderator = await aModerator(db)
  const { now = new Date() } = given
  const { token } = await claimCase(db, moderator, { caseId, now })
  const { version } = await db
    .selectFrom('moderation_case')
    .select('version')
    .where('id', '=', caseId)
    .executeTakeFirstOrThrow()
  const policyId = given.policyId === undefined ? await thePolicy(db) : given.policyId
  return decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version, policyId, actions: given.actions, reason: '', note: '', now },
  })
}

describe('statements of reasons', () => {
  test('tell nothing of members, reporters, moderators or texts', async ({ on: db }) => {
    const secret = 'Zyxw'
    const moderator = await aModerator(db)
    const [taken] = await receiveReports(db, systemActor, [
      {
        ...{
          reporter: { id: `${secret}-r`, name: `${secret} Reporter` },
          reason: secret,
          comment: secret,
          policyId: null,
        },
        item: itemInput.parse({
          ...{ type: 'message', id: `${secret}-m`, text: `${secret} sells gold`, name: secret },
          ...{
            author: { id: `${secret}-a`, name: secret },
            createdAt: '2025-01-01T10:00:00Z',
            url: `https://${secret}.example`,
          },
        }),
      },
    ])
    const caseId = taken?.caseId ?? 0
    const now = at('2025-01-02T10:00:00Z')
    const { token } = await claimCase(db, moderator, { caseId, now })
    const { decisionId } = await decideCase(db, moderator, {
      ...{ caseId, claimToken: token, version: 1, policyId: await thePolicy(db), now },
      ...{ actions: [{ type: 'remove' }, { type: 'suspend', minutes: 3_000 }], reason: secret, note: secret },
    })
    const page = await read(db, '2025-01-01', '2025-02-01')
    expect(page).toMatchObject({
      statements: [{ puid: decisionId, content_date: '2025-01-01' }],
      invalid: [],
      next: null,
    })
    expect(JSON.stringify(page)).not.toContain(secret)
    expect(refusalsOf(page.statements[0] ?? {})).toEqual([])
    expect(page.statements[0]).toMatchObject({
      end_date_account_restriction: '2025-01-04',
      content_language: 'EN',
      territorial_scope: ['AT', 'DE'],
    })
  })

  test('say whether a member, the team or a rule brought the item up', async ({ on: db }) => {
    const reported = await decide(db, await aCase(db), { actions: [{ type: 'remove' }] })
    const item = itemInput.parse({ type: 'message', id: 'by-hand', text: 'gold', author: { id: 'by-hand-author' } })
    const opened = await openCase(db, cliActor, { item, reason: 'Seen', severity: 2, policyId: null })
    const byHand = await decide(db, opened.caseId, { actions: [{ type: 'remove' }] })
    await aRule(db, 'live', { when: words('brass'), actions: [{ type: 'openCase', severity: 4 }] })
    const [hit] = await screenItems(db, systemActor, [anItem({ text: 'buy brass' })])
    const found = await decide(db, hit?.caseId ?? 0, { actions: [{ type: 'remove' }] })
    const { statements } = await read(db, '2026-01-01', '2100-01-01')
    const by = new Map(statements.map((one) => [one.puid, one]))
    expect(by.get(reported.decisionId)).toMatchObject({
      source_type: 'SOURCE_TYPE_OTHER_NOTIFICATION',
      automated_detection: 'No',
      automated_decision: 'AUTOMATED_DECISION_NOT_AUTOMATED',
    })
    expect(by.get(byHand.decisionId)).toMatchObject({ source_type: 'SOURCE_VOLUNTARY', automated_detection: 'No' })
    expect(by.get(found.decisionId)).toMatchObject({ source_type: 'SOURCE_VOLUNTARY', automated_detection: 'Yes' })
  })

  test('of what a rule did alone have the policy of the decision that followed, and none without one', async ({
    on: db,
  }) => {
    await aRule(db, 'live', { when: words('copper'), actions: [{ type: 'openCase', severity: 4 }, { type: 'hide' }] })
    const found = await screenItems(
      db,
      systemActor,
      ['a', 'b', 'c'].map((name) => anItem({ text: `buy copper ${name}` })),
    )
    const [confirmed = 0, kept = 0, waiting = 0] = found.map(({ caseId }) => caseId ?? 0)
    await decide(db, confirmed, { actions: [{ type: 'remove' }] })
    await decide(db, kept, { actions: [{ type: 'keep' }], policyId: null })
    const automatic = async (caseId: number) =>
      (
        await db
          .selectFrom('moderation_decision')
          .select('id')
          .where('case_id', '=', caseId)
          .where('decided_by', '=', 'system')
          .executeTakeFirstOrThrow()
      ).id
    const { statements, invalid } = await read(db, '2026-01-01', '2100-01-01')
    const puids = statements.map(({ puid }) => puid)
    const own = await automatic(confirmed)
    expect(statements.find(({ puid }) => puid === own)).toMatchObject({
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
      source_type: 'SOURCE_VOLUNTARY',
      automated_detection: 'Yes',
      automated_decision: 'AUTOMATED_DECISION_FULLY',
    })
    expect(puids).not.toContain(await automatic(kept))
    expect(invalid.filter(({ caseId }) => caseId === waiting)).toMatchObject([{ code: 'no_policy', policyId: null }])
    expect(invalid.filter(({ caseId }) => caseId === kept)).toEqual([])
  })

  test('have the day of the mirror where the report said none', async ({ on: db }) => {
    const { id: origin } = await db
      .insertInto('origin')
      .values({ name: 'mirror' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('member')
      .values({ origin_id: origin, external_id: 'old-hand', joined_at: at('2020-05-05T12:00:00Z') })
      .execute()
    const [taken] = await receiveReports(db, systemActor, [
      {
        ...{ reporter: { id: 'r-1' }, reason: 'x', comment: '', policyId: null },
        item: itemInput.parse({ type: 'member', id: 'old-hand' }),
      },
    ])
    const { decisionId } = await decide(db, taken?.caseId ?? 0, { actions: [{ type: 'ban' }] })
    const { statements } = await read(db, '2026-01-01', '2100-01-01')
    expect(statements.find(({ puid }) => puid === decisionId)).toMatchObject({
      content_date: '2020-05-05',
      content_type: ['CONTENT_TYPE_OTHER'],
      content_type_other: 'Profile of an account',
      decision_account: 'DECISION_ACCOUNT_TERMINATED',
    })
  })

  test('are left out, with the reason, where they can’t be made; what was taken back needs none', async ({
    on: db,
  }) => {
    const now = at('2024-03-01T10:00:00Z')
    const made = await aDecision(db, { actions: [{ type: 'remove' }], now })
    const undone = await aDecision(db, { actions: [{ type: 'remove' }], now })
    await reverseDecision(db, await aModerator(db), { decisionId: undone.decisionId, reason: 'A slip' })
    await aDecision(db, { actions: [{ type: 'warn' }], now })
    await aDecision(db, { actions: [{ type: 'keep' }], now })
    const custom = await aDecision(db, { actions: [{ type: 'custom', name: 'slow', isConfirmed: true }], now })
    const bare = await decide(db, await aCase(db), {
      ...{ actions: [{ type: 'hide' }], policyId: await thePolicy(db, 'Hate'), now },
    })
    const page = await read(db, '2024-03-01', '2024-04-01')
    expect(page.invalid).toContainEqual({
      ...{ decisionId: custom.decisionId, caseId: custom.caseId, code: 'custom_action', policyId: await thePolicy(db) },
      reason: 'The policy Spam doesn’t say what a custom action restricts.',
    })
    expect(page.invalid.find((one) => one.decisionId === bare.decisionId)).toMatchObject({
      ...{ code: 'no_particulars', policyId: await thePolicy(db, 'Hate') },
      reason: 'The policy Hate has no details for statements of reasons.',
    })
    expect(page.statements.map(({ puid }) => puid)).toEqual([made.decisionId])
    const counts = await summary(db, { from: '2024-03-01', to: '2024-04-01' })
    expect(counts).toMatchObject({ valid: 1, invalid: 2, reversed: 1, unneeded: 2, estimatedDates: 1 })
    expect(counts.problems).toHaveLength(2)
    expect(counts.problems).toContainEqual(
      expect.objectContaining({ code: 'custom_action', count: 1, caseId: custom.caseId }),
    )
  })

  test('come in pages of 100 that go on where the last one ended, and in lines that say the same', async ({
    on: db,
    ownerDb,
  }) => {
    const { decisionId } = await aDecision(db, { actions: [{ type: 'remove' }], now: at('2023-05-01T10:00:00Z') })
    await sql`
      with more as (
        insert into moderation_decision (case_id, case_version, revision, opening, status_before, policy_id, decided_by,
          decided_at)
        select case_id, n, 1, 1, 'open', policy_id, 'cli', decided_at + n * interval '1 microsecond'
        from moderation_decision, generate_series(1, 249) as n where id = ${decisionId} returning id, case_id
      )
      insert into moderation_action (decision_id, position, type, case_id) select id, 0, 'remove', case_id from more`.execute(
      ownerDb,
    )
    const pages: Statement[][] = []
    let after: string | undefined
    do {
      const page: { statements: Statement[]; next: string | null } = await pageStatements(db, systemActor, {
        ...period('2023-05-01', '2023-06-01'),
        after,
      })
      pages.push(page.statements)
      after = page.next ?? undefined
    } while (after)
    expect(pages.map((page) => page.length)).toEqual([100, 100, 50])
    expect(new Set(pages.flat().map(({ puid }) => puid)).size).toBe(250)
    const lines = await (await ask(db, getStatements, { from: '2023-05-01', to: '2023-06-01', format: 'jsonl' })).text()
    expect(
      lines
        .trimEnd()
        .split('\n')
        .map((line) => (JSON.parse(line) as { statements: Statement[] }).statements),
    ).toEqual(pages)
  })

  test('that fit one page exactly have no empty one after it', async ({ on: db, ownerDb }) => {
    const { decisionId } = await aDecision(db, { actions: [{ type: 'remove' }], now: at('2023-08-01T10:00:00Z') })
    await sql`
      with more as (
        insert into moderation_decision (case_id, case_version, revision, opening, status_before, policy_id, decided_by,
          decided_at)
        select case_id, n, 1, 1, 'open', policy_id, 'cli', decided_at + n * interval '1 second'
        from moderation_decision, generate_series(1, 99) as n where id = ${decisionId} returning id, case_id
      )
      insert into moderation_action (decision_id, position, type, case_id) select id, 0, 'remove', case_id from more`.execute(
      ownerDb,
    )
    const page = await read(db, '2023-08-01', '2023-09-01')
    expect([page.statements.length, page.next]).toEqual([100, null])
  })
})

const ask = async (db: Db, handler: unknown, query: Record<string, string>) =>
  call(handler, {
    path: `/api/v1/decisions/statements?${new URLSearchParams(query)}`,
    headers: { authorization: `Bearer ${await aKey(db, 'manager')}` },
  })

const summary = async (db: Db, query: Record<string, string>) =>
  (await (await ask(db, getSummary, query)).json()) as Record<string, unknown> & { problems: unknown[] }

describe('GET /api/v1/decisions/statements', () => {
  test('is the body of a call, and in the audit log once for a period', async ({ on: db }) => {
    const noted = async () =>
      (await db.selectFrom('audit_entry').select('id').where('action', '=', 'statements.exported').execute()).length
    const before = await noted()
    const first = await ask(db, getStatements, { from: '2023-05-01', to: '2023-06-01' })
    const body = (await first.json()) as { statements: unknown[]; next: string }
    expect(body.statements).toHaveLength(100)
    await ask(db, getStatements, { from: '2023-05-01', to: '2023-06-01', after: body.next })
    expect(await noted()).toBe(before + 1)
  })

  test('takes a quarter of the community’s zone', async ({ on: db }) => {
    expect(await summary(db, { quarter: '2023-q2' })).toMatchObject({
      from: '2023-04-01T00:00:00.000Z',
      to: '2023-07-01T00:00:00.000Z',
      valid: 250,
    })
  })

  test.for([
    [{}, 'quarter'],
    [{ quarter: '2023-q2', from: '2023-01-01' }, 'quarter'],
    [{ quarter: '2023-Q5' }, 'quarter'],
    [{ from: '2023-02-01', to: '2023-01-01' }, 'to'],
    [{ quarter: '2023-q2', format: 'csv' }, 'format'],
  ] as const)('%o is refused', async ([query, path], { on: db }) => {
    const answer = await ask(db, getStatements, { ...query })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ path }] })
  })

  test('is a conflict where the community sends none', async ({ on: db }) => {
    await changeSettings(db, cliActor, { dsaSubmits: false })
    const answer = await ask(db, getStatements, { quarter: '2023-q2' })
    expect([answer.status, await answer.json()]).toMatchObject([409, { code: 'statements.off' }])
    await changeSettings(db, cliActor, { dsaSubmits: true })
  })
})
