import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aModerator, aReport, thePolicy } from '@/tests/support/moderation'
import { allowLoopback, anEndpoint } from '@/tests/support/webhooks'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'
import { getCase } from './queries/get-case'
import type { ActionInput } from './schema/decisions'
import type { ReportInput } from './schema/reports'

/** An item with a reporter of its own. */
const anItem = () => {
  const id = randomUUID().slice(0, 8)
  return { id: `late-${id}`, author: { id: `author-${id}` }, reporter: `reporter-${id}` }
}
type Item = ReturnType<typeof anItem>

interface Told {
  revision?: number
  by?: string
  policy?: string
  comment?: string
}

async function report(db: Db, item: Item, { revision = 1, by = item.reporter, policy, comment = '' }: Told = {}) {
  const given: Partial<ReportInput> = {
    reporter: { id: by },
    item: { type: 'message', id: item.id, revision, text: `Text ${revision}`, author: item.author },
    policyId: policy === undefined ? undefined : await thePolicy(db, policy),
    comment,
  }
  const [result] = await receiveReports(db, systemActor, [aReport(given)])
  return result ?? { status: 0, reportId: '', caseId: 0 }
}

async function decide(db: Db, caseId: number, actions: ActionInput[], policy?: string): Promise<string> {
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId })
  const { version } = await getCase(db, moderator, caseId)
  const policyId = policy === undefined ? null : await thePolicy(db, policy)
  const options = { caseId, claimToken: token, version, actions, policyId, note: '', reason: 'Seen' }
  return (await decideCase(db, moderator, options)).decisionId
}

const reportsOf = (db: Db, caseId: number) =>
  db
    .selectFrom('moderation_report')
    .select(['id', 'revision', 'comment', 'outcome', 'settled_by'])
    .where('case_id', '=', caseId)
    .orderBy('revision')
    .orderBy('created_at')
    .execute()

const accuracyOf = async (db: Db, reporter: string) =>
  db
    .selectFrom('reporter_accuracy')
    .innerJoin('member', 'member.id', 'member_id')
    .select(['right', 'wrong'])
    .where('external_id', '=', reporter)
    .executeTakeFirst()

/** Of each outcome that is to be told: the decision, who is told and what. */
async function toldOutcomes(db: Db, decisionIds: readonly string[]): Promise<[string, string][]> {
  const rows = await db
    .selectFrom('webhook_delivery')
    .select(['payload', 'state'])
    .where('event', '=', 'moderation.outcome')
    .where('subject', 'in', [...decisionIds])
    .where('state', '<>', 'cancelled')
    .orderBy('number')
    .execute()
  return rows.map(({ payload }) => {
    const { data } = payload as { data: { reporter: { id: string }; outcome: string } }
    return [data.reporter.id, data.outcome]
  })
}

const stateOf = async (db: Db, caseId: number) =>
  db.selectFrom('moderation_case').select(['status', 'opening']).where('id', '=', caseId).executeTakeFirstOrThrow()

allowLoopback()
/** Somebody to be told: one for all tests, which share a database. */
async function listen(db: Db): Promise<void> {
  const known = await db.selectFrom('webhook_endpoint').select('id').executeTakeFirst()
  if (!known) await anEndpoint(db, 'http://127.0.0.1:9/hook', ['moderation.action', 'moderation.outcome'])
}

describe('a report of a newer revision by who had reported an older one', () => {
  test('keeps its comment, gets the outcome of the second decision, and is told it', async ({ db }) => {
    await listen(db)
    const item = anItem()
    const first = await report(db, item, { policy: 'Spam' })
    const hidden = await decide(db, first.caseId, [{ type: 'hide' }], 'Spam')
    const again = await report(db, item, { revision: 2, policy: 'Spam', comment: 'look' })
    expect(again).toMatchObject({ status: 200, caseId: first.caseId })
    expect(again.reportId).not.toBe(first.reportId)
    expect(await stateOf(db, first.caseId)).toEqual({ status: 'open', opening: 2 })
    const shown = await getCase(db, await aModerator(db), first.caseId)
    expect(shown.reportList.find(({ id }) => id === again.reportId)).toMatchObject({ comment: 'look', isCounted: true })
    const restored = await decide(db, first.caseId, [{ type: 'restore' }])
    expect(await reportsOf(db, first.caseId)).toEqual([
      { id: first.reportId, revision: 1, comment: '', outcome: 'right', settled_by: hidden },
      { id: again.reportId, revision: 2, comment: 'look', outcome: 'wrong', settled_by: restored },
    ])
    expect(await toldOutcomes(db, [hidden, restored])).toEqual([
      [item.reporter, 'right'],
      [item.reporter, 'wrong'],
    ])
    expect(await accuracyOf(db, item.reporter)).toEqual({ right: 1, wrong: 1 })
  })

  test('is kept beside the first while nobody has decided, and counts its reporter once', async ({ db }) => {
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam', comment: 'one' })
    await report(db, item, { revision: 2, policy: 'Spam', comment: 'two' })
    const weight = () =>
      db.selectFrom('moderation_case').select('weight').where('id', '=', caseId).executeTakeFirstOrThrow()
    expect((await weight()).weight).toBe(1)
    await decide(db, caseId, [{ type: 'keep' }])
    expect((await reportsOf(db, caseId)).map(({ comment, outcome }) => [comment, outcome])).toEqual([
      ['one', 'wrong'],
      ['two', 'wrong'],
    ])
    expect(await accuracyOf(db, item.reporter)).toEqual({ right: 0, wrong: 1 })
  })

  test('repeated, or brought twenty times at once, is one report', async ({ db }) => {
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    await decide(db, caseId, [{ type: 'keep' }])
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => report(db, item, { revision: 2, policy: 'Spam', comment: 'look' })),
    )
    expect(new Set(answers.map(({ reportId }) => reportId)).size).toBe(1)
    expect(await reportsOf(db, caseId)).toHaveLength(2)
    expect(await stateOf(db, caseId)).toEqual({ status: 'open', opening: 2 })
  })
})

describe('a report after the decision', () => {
  test('opens nothing, and gets the outcome and the word of it', async ({ db }) => {
    await listen(db)
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    const kept = await decide(db, caseId, [{ type: 'keep' }])
    const late = await report(db, item, { by: `${item.reporter}-2`, policy: 'Spam' })
    await report(db, item, { by: `${item.reporter}-2`, policy: 'Spam' })
    expect(await stateOf(db, caseId)).toEqual({ status: 'decided', opening: 1 })
    expect((await reportsOf(db, caseId)).find(({ id }) => id === late.reportId)).toMatchObject({
      outcome: 'wrong',
      settled_by: kept,
    })
    expect(await toldOutcomes(db, [kept])).toEqual([
      [item.reporter, 'wrong'],
      [`${item.reporter}-2`, 'wrong'],
    ])
    expect(await accuracyOf(db, `${item.reporter}-2`)).toEqual({ right: 0, wrong: 1 })
  })

  test('by who had reported for another policy counts that person once', async ({ db }) => {
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    await decide(db, caseId, [{ type: 'remove' }], 'Spam')
    await report(db, item, { policy: 'Off topic' })
    expect(await accuracyOf(db, item.reporter)).toEqual({ right: 1, wrong: 0 })
  })

  test('of an earlier revision gets what was decided of that one', async ({ db }) => {
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    const removed = await decide(db, caseId, [{ type: 'remove' }], 'Spam')
    await report(db, item, { revision: 2 })
    const restored = await decide(db, caseId, [{ type: 'restore' }])
    await report(db, item, { revision: 1, by: 'of-the-first' })
    await report(db, item, { revision: 2, by: 'of-the-second' })
    const settled = (await reportsOf(db, caseId)).map(({ revision, settled_by: by }) => [revision, by])
    expect(settled).toEqual([
      [1, removed],
      [1, removed],
      [2, restored],
      [2, restored],
    ])
  })

  test('of an earlier revision gets that while a newer one waits, and counts for nothing there', async ({ db }) => {
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    const kept = await decide(db, caseId, [{ type: 'keep' }])
    await report(db, item, { revision: 2, policy: 'Harassment', by: 'of-the-edit' })
    const waiting = () =>
      db.selectFrom('moderation_case').select(['weight', 'reports']).where('id', '=', caseId).executeTakeFirstOrThrow()
    const before = await waiting()
    const late = await report(db, item, { revision: 1, policy: 'Spam', by: 'of-what-was-kept' })
    expect((await reportsOf(db, caseId)).find(({ id }) => id === late.reportId)).toMatchObject({
      outcome: 'wrong',
      settled_by: kept,
    })
    expect(await waiting()).toEqual(before)
    await decide(db, caseId, [{ type: 'remove' }], 'Harassment')
    expect(await accuracyOf(db, 'of-what-was-kept')).toEqual({ right: 0, wrong: 1 })
  })

  test('goes back with the decision, untold within the time to undo it', async ({ db }) => {
    await listen(db)
    const item = anItem()
    const { caseId } = await report(db, item)
    const kept = await decide(db, caseId, [{ type: 'keep' }])
    await report(db, item, { by: 'too-late' })
    await reverseDecision(db, systemActor, { decisionId: kept, reason: 'A slip' })
    expect(await toldOutcomes(db, [kept])).toEqual([])
    expect((await reportsOf(db, caseId)).map(({ outcome }) => outcome)).toEqual([null, null])
    expect(await accuracyOf(db, 'too-late')).toEqual({ right: 0, wrong: 0 })
  })

  test('for a graver policy than was looked at opens a kept item again, once', async ({ db }) => {
    await listen(db)
    const item = anItem()
    const { caseId } = await report(db, item, { policy: 'Spam' })
    const kept = await decide(db, caseId, [{ type: 'keep' }])
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) => report(db, item, { by: `graver-${n}`, policy: 'Illegal content' })),
    )
    expect(new Set(answers.map((answer) => answer.caseId))).toEqual(new Set([caseId]))
    expect(await stateOf(db, caseId)).toEqual({ status: 'open', opening: 2 })
    expect(await toldOutcomes(db, [kept])).toEqual([[item.reporter, 'wrong']])
    const keptAgain = await decide(db, caseId, [{ type: 'keep' }])
    expect(await toldOutcomes(db, [keptAgain])).toHaveLength(10)
    await report(db, item, { by: 'graver-11', policy: 'Illegal content' })
    expect(await stateOf(db, caseId)).toEqual({ status: 'decided', opening: 2 })
  })

  test.for([
    ['no graver', { policy: 'Off topic' }, [{ type: 'keep' }], undefined],
    ['of an item that is gone', { policy: 'Illegal content' }, [{ type: 'remove' }], 'Spam'],
    ['of an author who is banned', { policy: 'Illegal content' }, [{ type: 'ban' }], 'Spam'],
    ['decided by that policy', { policy: 'Illegal content' }, [{ type: 'warn' }], 'Illegal content'],
  ] as [string, Told, ActionInput[], string | undefined][])(
    'opens nothing where it is %s',
    async ([, told, actions, policy], { db }) => {
      const item = anItem()
      const { caseId } = await report(db, item, { policy: 'Spam' })
      await decide(db, caseId, actions, policy)
      await report(db, item, { ...told, by: 'somebody-else' })
      expect(await stateOf(db, caseId)).toEqual({ status: 'decided', opening: 1 })
    },
  )
})
