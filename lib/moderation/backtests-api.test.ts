import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { DELETE as cancelBacktest, GET as getBacktest } from '@/app/api/v1/backtests/[id]/route'
import { POST as postBacktest } from '@/app/api/v1/rules/[id]/backtests/route'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { aCase, aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, words } from '@/tests/support/moderation-rules'
import { addRule, backtest, callRulesApi, labelled, many } from '@/tests/support/rules-api'
import { expect, test } from '@/tests/support/web'
import { sweepBacktests } from './commands/backtests/end-backtest'
import { runBacktest } from './commands/backtests/run-backtest'
import { startBacktest } from './commands/backtests/start-backtest'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { clearExpiredBacktestSamples } from './commands/screening/delete-expired'
import { backtestRuleTask } from './tasks'

describe('a backtest', () => {
  test('counts bad lines, repeated texts and what a missing signal leaves undecided', async ({ web: db }) => {
    const id = await addRule(db, {
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

  test('of a file that is no UTF-8 is refused before anything is stored', async ({ web: db }) => {
    const ruleId = await addRule(db, words('gold'))
    const file = Buffer.from('text,label\ncaf\u00e9,1\n', 'latin1')
    await expect(startBacktest(db, systemActor, { ruleId, file })).rejects.toMatchObject({ code: 'body.not_utf8' })
    expect(await db.selectFrom('rule_backtest').select('id').where('rule_id', '=', ruleId).execute()).toEqual([])
  })

  test('has no precision without matches', async ({ web: db }) => {
    const id = await addRule(db, words('gold'))
    expect(await backtest(db, id, labelled(many(3, 'x', 0)))).toMatchObject({
      ...{ state: 'done', precision: null, precisionInterval: null, recall: null, recallInterval: null },
    })
  })

  test('without a file goes by what people have decided', async ({ web: db }) => {
    const bad = randomUUID().slice(0, 8)
    const id = await addRule(db, words(bad))
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
    const id = await addRule(db, words('gold'))
    const path = `/api/v1/rules/${id}/backtests${status === 404 ? '?version=9' : ''}`
    expect((await callRulesApi(db, { handler: postBacktest, method: 'POST', id, path, raw })).status).toBe(status)
    expect(await db.selectFrom('rule_backtest').select('id').where('rule_id', '=', id).execute()).toEqual([])
  })

  test('that is cancelled stays so, and keeps no file', async ({ web: db }) => {
    const id = await addRule(db, words('gold'))
    const { body } = await callRulesApi(db, {
      handler: postBacktest,
      method: 'POST',
      id,
      raw: labelled(many(3, 'gold', 1)),
    })
    const jobId = String(body.jobId)
    expect((await callRulesApi(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).status).toBe(204)
    await runBacktest(db, jobId, new AbortController().signal)
    expect((await callRulesApi(db, { handler: getBacktest, id: jobId })).body).toMatchObject({
      state: 'cancelled',
      rows: 0,
    })
    expect(await db.selectFrom('rule_backtest_file').selectAll().where('backtest_id', '=', jobId).execute()).toEqual([])
  })

  test('that is cancelled while it runs stops, and leaves no result', async ({ web: db }) => {
    const id = await addRule(db, words('gold'))
    // Enough for some tens of steps.
    const raw = labelled(many(20_000, `gold ${'x'.repeat(80)}`, 1))
    const { body } = await callRulesApi(db, { handler: postBacktest, method: 'POST', id, raw })
    const jobId = String(body.jobId)
    const running = runBacktest(db, jobId, new AbortController().signal)
    const rowsDone = async () =>
      (await db.selectFrom('rule_backtest').select('rows_done').where('id', '=', jobId).executeTakeFirstOrThrow())
        .rows_done
    await expect.poll(rowsDone, { interval: 5, timeout: 20_000 }).toBeGreaterThan(0)
    expect((await callRulesApi(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).status).toBe(204)
    await running
    expect((await callRulesApi(db, { handler: getBacktest, id: jobId })).body).toMatchObject({
      state: 'cancelled',
      tp: 0,
    })
    expect(await rowsDone()).toBeLessThan(20_000)
  })

  test('keeps its samples as long as messages keep their texts, and its figures for good', async ({ web: db }) => {
    const id = await addRule(db, words('gold'))
    const done = await backtest(db, id, labelled([...many(2, 'gold', 0), ...many(2, 'silver', 1)]))
    expect(done).toMatchObject({ falsePositives: [{}, {}], falseNegatives: ['silver 0', 'silver 1'] })
    const in100Days = new Date(Date.now() + 100 * 86_400_000)
    await clearExpiredBacktestSamples(db, { messageTextDays: 90 }, in100Days, new AbortController().signal)
    const later = await callRulesApi(db, { handler: getBacktest, id: String(done.id) })
    expect(later.body).toMatchObject({ fp: 2, fn: 2, falsePositives: [], falseNegatives: [] })
  })

  test('that has ended can not be cancelled; one whose worker was killed runs again from its start', async ({
    web: db,
  }) => {
    const id = await addRule(db, words('gold'))
    const { body } = await callRulesApi(db, {
      handler: postBacktest,
      method: 'POST',
      id,
      raw: labelled(many(3, 'gold', 1)),
    })
    const jobId = String(body.jobId)
    await db.updateTable('rule_backtest').set({ state: 'running', rows_done: 2 }).where('id', '=', jobId).execute()
    await runBacktest(db, jobId, new AbortController().signal)
    expect((await callRulesApi(db, { handler: getBacktest, id: jobId })).body).toMatchObject({
      state: 'done',
      rows: 3,
      tp: 3,
    })
    expect(await callRulesApi(db, { handler: cancelBacktest, method: 'DELETE', id: jobId })).toMatchObject({
      ...{ status: 409, body: { code: 'backtest.over' } },
    })
  })

  const started = async (db: Db) => {
    const id = await addRule(db, words('gold'))
    const { body } = await callRulesApi(db, {
      handler: postBacktest,
      method: 'POST',
      id,
      raw: labelled(many(3, 'gold', 1)),
    })
    return String(body.jobId)
  }
  const read = async (db: Db, id: string) => (await callRulesApi(db, { handler: getBacktest, id })).body
  /** A body that the engine can't compile: its thread dies of it, time and again. */
  const breakEngine = async (db: Db, id: string) => {
    const body = '{"name":"x","when":{"kind":"regex","pattern":"(","flags":""},"then":[]}'
    await sql`insert into moderation_rule_version (rule_id, version, body, created_by)
      select rule_id, 99, ${body}::jsonb, 'cli' from rule_backtest where id = ${id}`.execute(db)
    await db.updateTable('rule_backtest').set({ version: 99 }).where('id', '=', id).execute()
  }

  test('that the engine fails five times has failed, with the reason; it keeps no file', async ({ web: db }) => {
    const jobId = await started(db)
    await breakEngine(db, jobId)
    const run = () => runBacktest(db, jobId, new AbortController().signal)
    for (let n = 1; n < backtestRuleTask.maxAttempts; n += 1) {
      await expect(run()).rejects.toMatchObject({ code: 'rules.engine_failed' })
      expect(await read(db, jobId)).toMatchObject({ state: 'running' })
    }
    await run()
    expect(await read(db, jobId)).toMatchObject({
      state: 'failed',
      error: 'Guildhall couldn’t run the rules. All 5 attempts failed.',
      finishedAt: expect.any(String),
    })
    expect(await db.selectFrom('rule_backtest_file').selectAll().where('backtest_id', '=', jobId).execute()).toEqual([])
    await run()
    expect(await read(db, jobId)).toMatchObject({ state: 'failed' })
  })

  test('whose worker leaves has not been tried', async ({ web: db }) => {
    const jobId = await started(db)
    const leaving = AbortSignal.abort(new Error('leaving'))
    for (let n = 0; n < 6; n += 1) await expect(runBacktest(db, jobId, leaving)).rejects.toThrow('leaving')
    await runBacktest(db, jobId, new AbortController().signal)
    expect(await read(db, jobId)).toMatchObject({ state: 'done', rows: 3 })
  })

  test('that nobody runs any more is ended, and one that waits for its turn is not', async ({ web: db }) => {
    const [lost, waiting, cancelled] = [await started(db), await started(db), await started(db)]
    await callRulesApi(db, { handler: cancelBacktest, method: 'DELETE', id: cancelled })
    await db
      .updateTable('rule_backtest')
      .set({ created_at: new Date(Date.now() - 600_000) })
      .where('id', 'in', [lost, waiting, cancelled])
      .execute()
    await sql`update graphile_worker._private_jobs set attempts = max_attempts
      where payload ->> 'backtestId' = any(${[lost, cancelled]}::text[])`.execute(db)
    await sweepBacktests(db)
    expect(await read(db, lost)).toMatchObject({ state: 'failed', error: expect.stringMatching(/Start it again/) })
    expect(await read(db, waiting)).toMatchObject({ state: 'queued' })
    expect(await read(db, cancelled)).toMatchObject({ state: 'cancelled', error: null })
  })
})
