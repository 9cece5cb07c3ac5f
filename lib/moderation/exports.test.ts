import { parse } from 'csv-parse/sync'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { GET } from '@/app/api/v1/decisions/export/route'
import { createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { changeSettings } from '@/lib/settings/commands'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aDecision, aModerator, theInbox, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { actorOf, aKey, aPerson } from '@/tests/support/staff'
import { waitFor } from '@/tests/support/wait-for'
import { call, expect, test } from '@/tests/support/web'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { exportDecisions } from './commands/export-decisions'
import { receiveAppeal } from './commands/receive-appeal'
import { reverseDecision } from './commands/reverse-decision'
import { ruleAppeal } from './commands/rule-appeal'
import { screenItems } from './commands/screening/screen-items'
import { DECISION_COLUMNS, type DecisionExportQuery, decisionExportQuery } from './schema/exports'

/** Each test looks at a period of its own. */
const at = (iso: string) => new Date(iso)

async function textOf(db: Db, query: Partial<DecisionExportQuery>, now?: Date): Promise<string> {
  const file = await exportDecisions(db, systemActor, decisionExportQuery.parse(query), now)
  let text = ''
  for await (const piece of file.pieces(new AbortController().signal)) text += piece
  return text
}

const rowsOf = async (db: Db, query: Partial<DecisionExportQuery>): Promise<Record<string, unknown>[]> =>
  JSON.parse(await textOf(db, { format: 'json', ...query })) as Record<string, unknown>[]

describe('an export of decisions', () => {
  test('has a row for each action, with all that became of it', async ({ web: db }) => {
    const person = await aPerson(db, { role: 'moderator', name: 'Mara' })
    const decided = await aDecision(db, {
      moderator: actorOf(person),
      actions: [{ type: 'remove' }, { type: 'mute', minutes: 60 }],
      now: at('2025-02-03T10:00:00Z'),
    })
    const appeal = await receiveAppeal(
      db,
      systemActor,
      { decisionId: decided.decisionId, memberId: decided.memberId, text: 'No' },
      at('2025-02-04T10:00:00Z'),
    )
    const other = actorOf(await aPerson(db, { role: 'moderator', name: 'Nils' }))
    await ruleAppeal(db, other, { appealId: appeal.id, ruling: 'overturned', reason: 'Read again' })
    const rows = await rowsOf(db, { from: '2025-02-01', to: '2025-03-01' })
    const common = {
      decisionId: decided.decisionId,
      name: null,
      decidedAt: '2025-02-03T10:00:00.000Z',
      decidedBy: 'Mara',
      isAutomatic: false,
      policyId: await thePolicy(db),
      policy: 'Spam',
      reason: 'Plain advertising',
      caseId: decided.caseId,
      itemType: 'message',
      itemId: `m-${decided.memberId}`,
      revision: 1,
      memberId: decided.memberId,
      queueId: await theInbox(db),
      queue: 'Inbox',
      firstReportAt: expect.any(String),
      dueAt: expect.any(String),
      reversedAt: expect.any(String),
      reversedBy: 'Nils',
      reversalReason: 'Read again',
      appeal: 'overturned',
    }
    expect(rows).toEqual([
      { ...common, position: 0, action: 'remove', until: null },
      { ...common, position: 1, action: 'mute', until: '2025-02-03T11:00:00.000Z' },
    ])
    expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(DECISION_COLUMNS.toSorted())
  })

  test('says the same as CSV, JSON and JSON lines; without a decision each is empty as its kind is', async ({
    web: db,
  }) => {
    for (const day of [1, 2, 3]) await aDecision(db, { now: at(`2025-04-0${day}T10:00:00Z`) })
    const period = { from: '2025-04-01', to: '2025-05-01' }
    const rows = await rowsOf(db, period)
    expect(rows).toHaveLength(6)
    const lines = (await textOf(db, { ...period, format: 'jsonl' })).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(rows)
    const table = parse(await textOf(db, { ...period, format: 'csv' }), { bom: true, columns: true }) as Record<
      string,
      string
    >[]
    expect(table).toEqual(
      rows.map((row) => Object.fromEntries(DECISION_COLUMNS.map((column) => [column, String(row[column] ?? '')]))),
    )
    const nothing = { from: '2001-01-01', to: '2001-02-01' }
    expect(await rowsOf(db, nothing)).toEqual([])
    expect(await textOf(db, { ...nothing, format: 'jsonl' })).toBe('')
    expect(await textOf(db, { ...nothing, format: 'csv' })).toBe(`\ufeff${DECISION_COLUMNS.join(',')}\r\n`)
  })

  test('makes no formula of a text, and keeps numbers', async ({ web: db }) => {
    const { caseId } = await aDecision(db, {
      now: at('2025-06-01T10:00:00Z'),
      item: { id: '=HYPERLINK("http://evil.example")' },
      actions: [{ type: 'custom', name: '@SUM(1;2)', isConfirmed: true }],
    })
    const text = await textOf(db, { from: '2025-06-01', to: '2025-06-02', format: 'csv' })
    expect(text).toContain(`,'@SUM(1;2),`)
    expect(text).toContain(`"'=HYPERLINK(""http://evil.example"")"`)
    expect(text).toContain(`,${caseId},`)
  })

  test('begins and ends by the days of the community’s zone, and takes one policy or queue alone', async ({
    web: db,
  }) => {
    await changeSettings(db, cliActor, { zone: 'Europe/Berlin' })
    // 1 August begins at 22:00 UTC of the day before.
    const before = await aDecision(db, { now: at('2025-07-31T21:59:59.999Z') })
    const first = await aDecision(db, { now: at('2025-07-31T22:00:00.000Z') })
    const kept = await aDecision(db, { now: at('2025-08-01T21:59:59.999Z'), actions: [{ type: 'keep' }] })
    const after = await aDecision(db, { now: at('2025-08-01T22:00:00.000Z') })
    const day = { from: '2025-08-01', to: '2025-08-02' }
    const ids = async (query: Partial<DecisionExportQuery>) => [
      ...new Set((await rowsOf(db, query)).map(({ decisionId }) => decisionId)),
    ]
    expect(await ids(day)).toEqual([first.decisionId, kept.decisionId])
    expect(await ids({ from: '2025-07-31', to: '2025-08-03' })).toEqual(
      [before, first, kept, after].map(({ decisionId }) => decisionId),
    )
    expect(await ids({ ...day, policy: await thePolicy(db) })).toEqual([first.decisionId])
    expect(await ids({ ...day, policy: await thePolicy(db, 'Hate') })).toEqual([])
    expect(await ids({ ...day, queue: await theInbox(db) })).toEqual([first.decisionId, kept.decisionId])
    await changeSettings(db, cliActor, { zone: 'UTC' })
  })

  test('of decisions at one instant leaves none out and repeats none', async ({ web: db, ownerDb }) => {
    const { caseId } = await aDecision(db, { now: at('2024-01-01T10:00:00Z') })
    await sql`
      insert into moderation_decision (case_id, case_version, revision, opening, status_before, decided_by, decided_at)
      select ${caseId}, 2, 1, 1, 'open', 'cli', '2024-02-01T10:00:00.123456Z' from generate_series(1, 2500)`.execute(
      ownerDb,
    )
    await sql`
      insert into moderation_action (decision_id, position, type, case_id)
      select id, 0, 'keep', case_id from moderation_decision where decided_at = '2024-02-01T10:00:00.123456Z'`.execute(
      ownerDb,
    )
    const rows = await rowsOf(db, { from: '2024-02-01', to: '2024-03-01' })
    expect([rows.length, new Set(rows.map(({ decisionId }) => decisionId)).size]).toEqual([2_500, 2_500])
  })

  test('says with which decision of a person the action of a rule ended', async ({ web: db }) => {
    await aRule(db, 'live', { when: words('tinplate'), actions: [{ type: 'openCase', severity: 4 }, { type: 'hide' }] })
    const [hit] = await screenItems(db, systemActor, [anItem({ text: 'buy tinplate' })], at('2024-06-01T10:00:00Z'))
    const moderator = actorOf(await aPerson(db, { role: 'moderator', name: 'Olga' }))
    const [caseId, now] = [hit?.caseId ?? 0, at('2024-06-02T10:00:00Z')]
    const { token } = await claimCase(db, moderator, { caseId, now })
    await decideCase(db, moderator, {
      ...{ caseId, claimToken: token, version: 1, policyId: null, reason: 'Fine', note: '', now },
      actions: [{ type: 'keep' }],
    })
    expect(await rowsOf(db, { from: '2024-06-01', to: '2024-07-01' })).toMatchObject([
      { action: 'hide', isAutomatic: true, decidedBy: 'Guildhall', reversedBy: 'Olga', reversalReason: 'Fine' },
      { action: 'keep', isAutomatic: false, decidedBy: 'Olga', reversedBy: null },
    ])
  })

  test('a reversal is no row of its own', async ({ web: db }) => {
    const { decisionId } = await aDecision(db, { actions: [{ type: 'remove' }], now: at('2024-04-01T10:00:00Z') })
    await reverseDecision(db, await aModerator(db), { decisionId, reason: 'A slip' })
    const rows = await rowsOf(db, { from: '2024-04-01', to: '2024-05-01' })
    expect(rows).toMatchObject([{ decisionId, reversalReason: 'A slip' }])
  })
})

describe('GET /api/v1/decisions/export', () => {
  const ask = async (db: Db, query: Record<string, string>, role: 'manager' | 'moderator' = 'manager') =>
    call(GET, {
      path: `/api/v1/decisions/export?${new URLSearchParams(query)}`,
      headers: { authorization: `Bearer ${await aKey(db, role)}` },
    })

  const notedExports = async (db: Db): Promise<number> =>
    (await db.selectFrom('audit_entry').select('id').where('action', '=', 'decisions.exported').execute()).length

  test('is a file with a name, in the audit log once', async ({ web: db }) => {
    const before = await notedExports(db)
    const answer = await ask(db, { from: '2025-04-01', to: '2025-05-01' })
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename\*=UTF-8''decisions-[\d-]+\.csv$/)
    expect(answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(
      Buffer.from(await answer.arrayBuffer())
        .toString('utf8')
        .split('\r\n')[0],
    ).toBe(`\ufeff${DECISION_COLUMNS.join(',')}`)
    expect(await notedExports(db)).toBe(before + 1)
  })

  test.for([
    [{ format: 'xml' }, 'format'],
    [{ from: '2025-05-01', to: '2025-04-01' }, 'to'],
    [{ policy: '00000000-0000-4000-8000-000000000000' }, 'policy'],
    [{ queue: '00000000-0000-4000-8000-000000000000' }, 'queue'],
    [{ since: '2025-05-01' }, ''],
  ] as const)('%o is refused, and nothing is noted', async ([query, path], { web: db }) => {
    const before = await notedExports(db)
    const answer = await ask(db, { ...query })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ path }] })
    expect(await notedExports(db)).toBe(before)
  })

  test('is not for moderators', async ({ web: db }) => {
    expect((await ask(db, {}, 'moderator')).status).toBe(403)
  })

  test('ends its query when the client goes away', async ({ web: db, connectionString }) => {
    await aDecision(db, { now: at('2025-09-01T10:00:00Z') })
    const pool = createPool(connectionString, 2)
    const holder = await pool.connect()
    try {
      // As a long query would, it stands still on what somebody else holds.
      await holder.query('begin; lock table moderation_action in access exclusive mode')
      const answer = await ask(db, { from: '2025-09-01', to: '2025-09-02' })
      const reader = answer.body?.getReader()
      expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^decisionId,/)
      const next = reader?.read().catch((error: unknown) => error)
      const running = async () =>
        (
          await pool.query(
            `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
          )
        ).rowCount
      await waitFor('the query', async () => (await running()) === 1)
      await reader?.cancel()
      await waitFor('its end', async () => (await running()) === 0)
      await next
    } finally {
      await holder.query('rollback')
      holder.release()
      await pool.end()
    }
  })
})
