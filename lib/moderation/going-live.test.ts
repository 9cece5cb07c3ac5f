import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { DELETE as cancelBacktest, GET as getBacktest } from '@/app/api/v1/backtests/[id]/route'
import { POST as postBacktest } from '@/app/api/v1/rules/[id]/backtests/route'
import { PUT as putMode } from '@/app/api/v1/rules/[id]/mode/route'
import { DELETE as deleteRule, GET as getRule, PUT as putRule } from '@/app/api/v1/rules/[id]/route'
import { GET as listRules, POST as postRule } from '@/app/api/v1/rules/route'
import { POST as testRule } from '@/app/api/v1/rules/test/route'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { aCase, aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, aRuleInput, words } from '@/tests/support/moderation-rules'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { runBacktest } from './commands/backtests/run-backtest'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { dropBacktestSamples } from './commands/screening/drop-old'
import { screenItems } from './commands/screening/screen-items'
import { setRuleMode } from './commands/set-rule-mode'

interface Asked {
  handler: unknown
  method?: string
  path?: string
  id?: string
  body?: unknown
  raw?: string
}

/** Asks as a key of a manager. */
async function ask(db: Db, { handler, method = 'GET', path = '/api/v1/rules', id = '', body, raw }: Asked) {
  const key = await aKey(db, 'manager')
  const answer = await call(handler, {
    ...{ method, path, params: { id }, headers: { authorization: `Bearer ${key}` } },
    ...(raw === undefined ? (body === undefined ? {} : { body }) : { raw }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> }
}

const add = async (db: Db, when: unknown): Promise<string> => {
  const { status, body } = await ask(db, { handler: postRule, method: 'POST', body: aRuleInput({ when }) })
  expect({ status, body }).toMatchObject({ status: 201, body: { version: 1, mode: 'draft' } })
  return String(body.id)
}

const goLive = (db: Db, id: string, version: number) =>
  ask(db, { handler: putMode, method: 'PUT', id, body: { version, mode: 'live' } })

/** Uploads labelled texts and carries the job out. */
async function backtest(db: Db, id: string, csv: string, search = '') {
  const started = await ask(db, {
    ...{ handler: postBacktest, method: 'POST', id, raw: csv, path: `/api/v1/rules/${id}/backtests${search}` },
  })
  expect(started.status).toBe(202)
  const jobId = String(started.body.jobId)
  await runBacktest(db, jobId, new AbortController().signal)
  return (await ask(db, { handler: getBacktest, id: jobId })).body
}

const labelled = (rows: [string, 0 | 1][]) =>
  ['text,label', ...rows.map(([text, label]) => `${text},${label}`), ''].join('\n')
const many = (count: number, text: string, label: 0 | 1): [string, 0 | 1][] =>
  Array.from({ length: count }, (_, index) => [`${text} ${index}`, label])

describe('a version goes live', () => {
  test('only after a backtest of this very version within the limits', async ({ web: db }) => {
    const id = await add(db, words('gold'))
    const refused = await goLive(db, id, 1)
    expect(refused).toMatchObject({ status: 409, body: { code: 'rule.untested', version: 1 } })
    expect(refused.body.missing).toEqual([
      'This version needs a backtest on at least 20 labelled rows with a precision of 80 % or more.',
      'Or 7 days in shadow.',
    ])

    await backtest(db, id, labelled(many(5, 'gold', 1)))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject(
      [/it has 5 labelled rows, and 20 are needed/, /^Or/].map((re) => expect.stringMatching(re)),
    )

    await backtest(db, id, labelled([...many(15, 'gold', 1), ...many(6, 'gold', 0)]))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject([
      expect.stringMatching(/its precision is 71.4 %/),
      expect.anything(),
    ])

    await backtest(db, id, labelled(many(30, 'nothing here', 1)))
    expect((await goLive(db, id, 1)).body.missing).toMatchObject([
      expect.stringMatching(/it matched nothing/),
      expect.anything(),
    ])

    await backtest(db, id, labelled([...many(16, 'gold', 1), ...many(4, 'gold', 0)]))
    expect(await goLive(db, id, 1)).toMatchObject({ status: 200, body: { id, version: 1, mode: 'live' } })

    // What is written anew is another version, untested; the live one goes on.
    const saved = await ask(db, {
      handler: putRule,
      method: 'PUT',
      id,
      body: aRuleInput({ when: words('gold', 'silver') }),
    })
    expect(saved).toMatchObject({ status: 200, body: { version: 2, mode: 'draft' } })
    expect((await goLive(db, id, 2)).status).toBe(409)
    const [answer] = await screenItems(db, systemActor, [anItem({ text: 'silver and gold' })])
    expect(answer?.hits).toMatchObject([{ ruleId: id, version: 1, mode: 'live' }])
    const diff = await backtest(
      db,
      id,
      labelled([...many(18, 'gold', 1), ...many(2, 'silver', 1), ...many(1, 'silver coin', 0)]),
    )
    expect(diff).toMatchObject({
      diff: { liveVersion: 1, gained: { right: 2, wrong: 1 }, lost: { right: 0, wrong: 0 } },
      falsePositives: [{ text: 'silver coin 0', hits: [{ path: 'when.any.0', start: 0, end: 6 }] }],
    })
    expect(await goLive(db, id, 2)).toMatchObject({ status: 200, body: { version: 2, mode: 'live' } })
    expect((await ask(db, { handler: getRule, id })).body).toMatchObject({ liveVersion: 2, shadowVersion: null })
  })

  test('or after seven days in shadow, counted anew when it was taken out of it', async ({ web: db }) => {
    const id = await add(db, words(randomUUID().slice(0, 8)))
    const actor = { ...systemActor }
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n))
    const set = (mode: 'draft' | 'shadow' | 'live', at: Date) =>
      setRuleMode(db, actor, { id, version: 1, mode, now: at })
    await set('shadow', day(0))
    await expect(set('live', day(6))).rejects.toMatchObject({
      code: 'rule.untested',
      extra: { missing: [expect.anything(), 'Or 1 more day in shadow.'] },
    })
    await set('draft', day(6))
    await set('shadow', day(6))
    await expect(set('live', day(8))).rejects.toMatchObject({ code: 'rule.untested' })
    await expect(set('live', day(13))).resolves.toMatchObject({ mode: 'live' })
  })

  test('never in a version that there is not, and not by a moderator', async ({ web: db }) => {
    const id = await add(db, words('x'))
    expect(await goLive(db, id, 2)).toMatchObject({ status: 404, body: { code: 'version.not_found' } })
    expect(await goLive(db, randomUUID(), 1)).toMatchObject({ status: 404, body: { code: 'rule.not_found' } })
    await expect(setRuleMode(db, await aModerator(db), { id, version: 1, mode: 'shadow' })).rejects.toMatchObject({
      code: 'permission.denied',
    })
  })
})

describe('a rule', () => {
  test.for([
    ['an expression that is open', { any: [{ kind: 'regex', pattern: 'a(b' }] }, 'when.any.0.pattern'],
    [
      'look-ahead',
      {
        all: [
          { kind: 'caps', share: 0.5 },
          { kind: 'regex', pattern: 'ab(?=c)' },
        ],
      },
      'when.all.1.pattern',
    ],
  ] as const)('is refused with place and position for %s', async ([, when, path], { web: db }) => {
    const answer = await ask(db, {
      ...{ handler: postRule, method: 'POST' },
      // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
      body: { name: 'x', when, then: [{ type: 'hide' }] },
    })
    expect(answer).toMatchObject({
      status: 422,
      body: { code: 'rule.unusable', path, errors: [{ path, message: expect.any(String) }] },
    })
    expect(answer.body.position).toEqual(expect.any(Number))
  })

  test.for([
    ['no conditions', { name: 'x', when: { any: [] } }, 'when.any'],
    ['an unknown condition', { name: 'x', when: { kind: 'mood' } }, 'when.kind'],
    [
      'an irreversible action',
      { name: 'x', when: { kind: 'caps', share: 1 }, actions: [{ type: 'ban' }] },
      'then.0.type',
    ],
    ['no name', { name: ' ', when: { kind: 'caps', share: 1 } }, 'name'],
  ] as [string, { name: string; when: unknown; actions?: object[] }, string][])(
    'is refused for %s, and nothing is saved',
    async ([, { actions, ...body }, path], { web: db }) => {
      const count = async () => (await db.selectFrom('moderation_rule').select('id').execute()).length
      const before = await count()
      const answer = await ask(db, {
        ...{ handler: postRule, method: 'POST' },
        // biome-ignore lint/suspicious/noThenProperty: the word of the API; a rule is never awaited.
        body: { then: actions ?? [{ type: 'hide' }], ...body },
      })
      expect(answer.status).toBe(422)
      expect((answer.body.errors as { path: string }[])[0]?.path).toBe(path)
      expect(await count()).toBe(before)
    },
  )

  test('is tried on a text without being saved, and says where it matched', async ({ web: db }) => {
    const rule = aRuleInput({
      when: {
        any: [
          { kind: 'keywords', words: ['gold'] },
          { kind: 'regex', pattern: 'ch.ap' },
        ],
      },
    })
    const tried = await ask(db, { handler: testRule, method: 'POST', body: { rule, text: 'cheap gold' } })
    expect(tried).toEqual({
      status: 200,
      body: {
        matched: true,
        hits: [
          { path: 'when.any.0', start: 6, end: 10 },
          { path: 'when.any.1', start: 0, end: 5 },
        ],
      },
    })
    const none = await ask(db, { handler: testRule, method: 'POST', body: { rule, text: 'hello' } })
    expect(none.body).toEqual({ matched: false, hits: [] })
  })

  test('that says the same is no new version; one that is put away is in no list', async ({ web: db }) => {
    const input = aRuleInput({ when: words(randomUUID()) })
    const { body } = await ask(db, { handler: postRule, method: 'POST', body: input })
    const id = String(body.id)
    const same = await ask(db, { handler: putRule, method: 'PUT', id, body: { ...input, dailyCap: 7 } })
    expect(same.body).toMatchObject({ version: 1 })
    expect((await ask(db, { handler: getRule, id })).body).toMatchObject({
      ...{ dailyCap: 7, version: 1, mode: 'draft', body: { name: input.name }, recentHits: [] },
      versions: [{ version: 1, mode: 'draft', readiness: { isReady: false } }],
    })
    const listed = async () =>
      ((await ask(db, { handler: listRules, path: '/api/v1/rules?limit=200' })).body.items as { id: string }[]).some(
        (rule) => rule.id === id,
      )
    expect(await listed()).toBe(true)
    expect((await ask(db, { handler: deleteRule, method: 'DELETE', id })).status).toBe(204)
    expect(await listed()).toBe(false)
    expect((await ask(db, { handler: getRule, id })).status).toBe(404)
  })

  test('has versions that nobody can change', async ({ web: db }) => {
    const id = await add(db, words('fixed'))
    await expect(
      db.updateTable('moderation_rule_version').set({ body: '{}' }).where('rule_id', '=', id).execute(),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(db.deleteFrom('moderation_rule_version').where('rule_id', '=', id).execute()).rejects.toMatchObject({
      code: '42501',
    })
  })
})

describe('a backtest', () => {
  test('counts bad lines, repeated texts and what a missing signal leaves undecided', async ({ web: db }) => {
    const id = await add(db, {
      any: [
        { kind: 'keywords', words: ['gold'] },
        { kind: 'accountAge', underHours: 1 },
      ],
    })
    const done = await backtest(db, id, 'label,text\n1,gold\n1,gold\n0,silver\nperhaps,gold\n1,\n0,gold\n')
    expect(done).toMatchObject({
      ...{ state: 'done', rows: 4, tp: 2, fp: 1, fn: 0, tn: 1, precision: 2 / 3, recall: 1, baseRate: 0.5 },
      ...{ repeated: 2, undecided: 1, badLines: 2, badLineSamples: [{ line: 5 }, { line: 6 }], diff: null },
      falsePositives: [{ text: 'gold', hits: [{ start: 0, end: 4 }] }],
    })
    expect(done.precisionInterval).toMatchObject({ low: expect.any(Number), high: expect.any(Number) })
  })

  test('has no precision without matches', async ({ web: db }) => {
    const id = await add(db, words('gold'))
    expect(await backtest(db, id, labelled(many(3, 'x', 0)))).toMatchObject({
      ...{ state: 'done', precision: null, precisionInterval: null, recall: null, recallInterval: null },
    })
  })

  test('without a file goes by what people have decided', async ({ web: db }) => {
    const bad = randomUUID().slice(0, 8)
    const id = await add(db, words(bad))
    const moderator = await aModerator(db)
    const policyId = await thePolicy(db)
    const decide = async (text: string, type: 'keep' | 'remove') => {
      const caseId = await aCase(db, { item: anItem({ text }) })
      const { token } = await claimCase(db, moderator, { caseId })
      await decideCase(db, moderator, {
        ...{ caseId, claimToken: token, version: 1, reason: '', note: '', actions: [{ type }] },
        policyId: type === 'keep' ? null : policyId,
      })
    }
    for (const [text, type] of [
      [`${bad} a`, 'remove'],
      [`${bad} b`, 'keep'],
      ['c', 'remove'],
      ['d', 'keep'],
    ] as const)
      await decide(text, type)
    expect(await backtest(db, id, '')).toMatchObject({ state: 'done', source: 'decisions', tp: 1, fp: 1, fn: 1, tn: 1 })
  })

  test.for([
    ['a file without the columns', 'words,class\na,1\n', 422],
    ['a version that there is not', 'text,label\na,1\n', 404],
  ] as const)('is refused for %s', async ([, raw, status], { web: db }) => {
    const id = await add(db, words('gold'))
    const path = `/api/v1/rules/${id}/backtests${status === 404 ? '?version=9' : ''}`
    expect((await ask(db, { handler: postBacktest, method: 'POST', id, path, raw })).status).toBe(status)
    expect(await db.selectFrom('rule_backtest').select('id').where('rule_id', '=', id).execute()).toEqual([])
  })

  test('that is cancelled stays so, and keeps no file', async ({ web: db }) => {
    const id = await add(db, words('gold'))
    const { body } = await ask(db, { handler: postBacktest, method: 'POST', id, raw: labelled(many(3, 'gold', 1)) })
    const jobId = String(body.jobId)
    expect((await ask(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).status).toBe(204)
    await runBacktest(db, jobId, new AbortController().signal)
    expect((await ask(db, { handler: getBacktest, id: jobId })).body).toMatchObject({ state: 'cancelled', rows: 0 })
    expect(await db.selectFrom('rule_backtest_file').selectAll().where('backtest_id', '=', jobId).execute()).toEqual([])
  })

  test('that is cancelled while it runs stops, and leaves no result', async ({ web: db }) => {
    const id = await add(db, words('gold'))
    // Enough for some tens of steps.
    const raw = labelled(many(20_000, `gold ${'x'.repeat(80)}`, 1))
    const { body } = await ask(db, { handler: postBacktest, method: 'POST', id, raw })
    const jobId = String(body.jobId)
    const running = runBacktest(db, jobId, new AbortController().signal)
    const rowsDone = async () =>
      (await db.selectFrom('rule_backtest').select('rows_done').where('id', '=', jobId).executeTakeFirstOrThrow())
        .rows_done
    await expect.poll(rowsDone, { interval: 5 }).toBeGreaterThan(0)
    expect((await ask(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).status).toBe(204)
    await running
    expect((await ask(db, { handler: getBacktest, id: jobId })).body).toMatchObject({ state: 'cancelled', tp: 0 })
    expect(await rowsDone()).toBeLessThan(20_000)
  })

  test('keeps its samples as long as messages keep their texts, and its figures for good', async ({ web: db }) => {
    const id = await add(db, words('gold'))
    const done = await backtest(db, id, labelled([...many(2, 'gold', 0), ...many(2, 'silver', 1)]))
    expect(done).toMatchObject({ falsePositives: [{}, {}], falseNegatives: ['silver 0', 'silver 1'] })
    const in100Days = new Date(Date.now() + 100 * 86_400_000)
    await dropBacktestSamples(db, { messageTextDays: 90 }, in100Days, new AbortController().signal)
    const later = await ask(db, { handler: getBacktest, id: String(done.id) })
    expect(later.body).toMatchObject({ fp: 2, fn: 2, falsePositives: [], falseNegatives: [] })
  })

  test('that has ended can not be cancelled; one whose worker was killed runs again from its start', async ({
    web: db,
  }) => {
    const id = await add(db, words('gold'))
    const { body } = await ask(db, { handler: postBacktest, method: 'POST', id, raw: labelled(many(3, 'gold', 1)) })
    const jobId = String(body.jobId)
    await db.updateTable('rule_backtest').set({ state: 'running', rows_done: 2 }).where('id', '=', jobId).execute()
    await runBacktest(db, jobId, new AbortController().signal)
    expect((await ask(db, { handler: getBacktest, id: jobId })).body).toMatchObject({ state: 'done', rows: 3, tp: 3 })
    expect(await ask(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).toMatchObject({
      ...{ status: 409, body: { code: 'backtest.over' } },
    })
  })
})
