import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator, aReport, theInbox, thePolicy } from '@/tests/support/moderation'
import { claimCase, claimNext } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { receiveReports } from './commands/receive-reports'
import { reverseDecision } from './commands/reverse-decision'

const caseOf = (db: Db, id: number) =>
  db.selectFrom('moderation_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

const countOf = async (db: Db, table: 'moderation_decision' | 'strike' | 'moderation_report', caseId: number) => {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from ${sql.table(table)} where ${
      table === 'strike'
        ? sql`decision_id in (select id from moderation_decision where case_id = ${caseId})`
        : sql`case_id = ${caseId}`
    }`.execute(db)
  return rows[0]?.n ?? 0
}

/** What came of many attempts at once: values, and the codes of refusals. */
async function settle<T>(attempts: Promise<T>[]): Promise<{ done: T[]; codes: string[] }> {
  const results = await Promise.allSettled(attempts)
  const done = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const codes = results.flatMap((result) => {
    if (result.status === 'fulfilled') return []
    if (!isDomainError(result.reason)) throw result.reason
    return [result.reason.code]
  })
  return { done, codes }
}

describe('one case per item', () => {
  test('200 reports at once on one item, half of them while a decision commits, are one case and no report is lost', async ({
    db,
  }) => {
    const item = { type: 'message' as const, id: 'm-storm', revision: 1, text: 'gold', author: { id: 'storm-author' } }
    const report = (reporter: number) =>
      receiveReports(db, systemActor, [aReport({ item, reporter: { id: `storm-${reporter}` } })])
    // 20 people, 10 times each.
    const first = await settle(Array.from({ length: 100 }, (_, index) => report(index % 20)))
    expect(first.codes).toEqual([])
    const id = first.done[0]?.[0]?.caseId ?? 0
    const moderator = await aModerator(db)
    const { token } = await claimCase(db, moderator, { caseId: id })
    const { version } = await caseOf(db, id)
    const [decided, second] = await Promise.all([
      decideCase(db, moderator, {
        caseId: id,
        claimToken: token,
        version,
        policyId: await thePolicy(db),
        actions: [{ type: 'remove' }],
        reason: '',
        note: '',
      }),
      settle(Array.from({ length: 100 }, (_, index) => report(index % 20))),
    ])
    expect(second.codes).toEqual([])
    const all = [...first.done, ...second.done].flat()
    expect(new Set(all.map(({ caseId }) => caseId))).toEqual(new Set([id]))
    expect(all.filter(({ status }) => status === 201)).toHaveLength(20)
    expect(new Set(all.map(({ reportId }) => reportId)).size).toBe(20)
    expect(await countOf(db, 'moderation_report', id)).toBe(20)
    // All were about the revision that was decided, so that it stays decided.
    expect(await caseOf(db, id)).toMatchObject({ status: 'decided', version: decided.version, reports: 20 })
  })

  test('a newer revision opens a decided case again, once, and the same revision does not', async ({ db }) => {
    const item = { type: 'message' as const, id: 'm-edited', revision: 1, text: 'one', author: { id: 'editor' } }
    const id = await aCase(db, { item })
    const moderator = await aModerator(db)
    const { token } = await claimCase(db, moderator, { caseId: id })
    await decideCase(db, moderator, {
      caseId: id,
      claimToken: token,
      version: 1,
      actions: [{ type: 'keep' }],
      reason: '',
      note: '',
    })
    expect((await receiveReports(db, systemActor, [aReport({ item })]))[0]?.status).toBe(201)
    expect((await caseOf(db, id)).status).toBe('decided')
    const edited = { ...item, revision: 2, text: 'two' }
    await settle(Array.from({ length: 20 }, () => receiveReports(db, systemActor, [aReport({ item: edited })])))
    expect(await caseOf(db, id)).toMatchObject({
      status: 'open',
      version: 3,
      item_revision: 2,
      opening: 2,
      reports: 20,
    })
  })
})

describe('two moderators never act twice', () => {
  test('of 50 decisions at once by two people in several tabs one holds, and the others are told whose', async ({
    db,
  }) => {
    const id = await aCase(db)
    const policyId = await thePolicy(db)
    const people = await Promise.all([aModerator(db), aModerator(db)])
    const holder = people[0] as (typeof people)[0]
    const { token } = await claimCase(db, holder, { caseId: id })
    const decide = (index: number) =>
      decideCase(db, index % 2 ? (people[1] as typeof holder) : holder, {
        caseId: id,
        claimToken: token,
        version: 1,
        policyId,
        actions: [{ type: 'remove' }, { type: 'warn' }],
        reason: '',
        note: '',
      })
    const { done, codes } = await settle(Array.from({ length: 50 }, (_, index) => decide(index)))
    expect(done).toHaveLength(1)
    expect(codes.filter((code) => code !== 'case.decided' && code !== 'case.lease_expired')).toEqual([])
    expect(await countOf(db, 'moderation_decision', id)).toBe(1)
    expect(await countOf(db, 'strike', id)).toBe(1)
    await expect(decide(0)).rejects.toMatchObject({
      code: 'case.decided',
      extra: { winner: { action: 'remove, warn' } },
    })
  })

  test('a claim that has run out decides nothing, and another person takes the case', async ({ db }) => {
    const id = await aCase(db)
    const [one, other] = await Promise.all([aModerator(db), aModerator(db)])
    const start = new Date()
    const { token } = await claimCase(db, one, { caseId: id, now: start })
    const later = (minutes: number) => new Date(start.getTime() + minutes * 60_000)
    await expect(claimCase(db, other, { caseId: id, now: later(9) })).rejects.toMatchObject({ code: 'case.claimed' })
    const taken = await claimCase(db, other, { caseId: id, now: later(10) })
    const ruling = { caseId: id, version: 1, actions: [{ type: 'keep' as const }], reason: '', note: '' }
    await expect(decideCase(db, one, { ...ruling, claimToken: token, now: later(10) })).rejects.toMatchObject({
      code: 'case.lease_expired',
    })
    await decideCase(db, other, { ...ruling, claimToken: taken.token, now: later(11) })
    await expect(decideCase(db, one, { ...ruling, claimToken: token, now: later(12) })).rejects.toMatchObject({
      code: 'case.decided',
    })
  })

  test('what was edited since it was read is not decided', async ({ db }) => {
    const item = { type: 'message' as const, id: 'm-moving', revision: 1, text: 'one' }
    const id = await aCase(db, { item })
    const moderator = await aModerator(db)
    const { token } = await claimCase(db, moderator, { caseId: id })
    await receiveReports(db, systemActor, [aReport({ item: { ...item, revision: 2, text: 'two' } })])
    await expect(
      decideCase(db, moderator, {
        caseId: id,
        claimToken: token,
        version: 1,
        actions: [{ type: 'keep' }],
        reason: '',
        note: '',
      }),
    ).rejects.toMatchObject({ code: 'case.content_changed', extra: { read: 1, revision: 2, version: 2 } })
  })

  test('30 people who ask for the next case at once get 30 different ones', async ({ db }) => {
    const queueId = await theInbox(db)
    await receiveReports(
      db,
      systemActor,
      Array.from({ length: 40 }, () => aReport()),
    )
    const people = await Promise.all(Array.from({ length: 30 }, () => aModerator(db)))
    const claims = await Promise.all(people.map((person) => claimNext(db, person, { queueId })))
    expect(new Set(claims.map((claim) => claim?.caseId)).size).toBe(30)
  })

  test('a decision is reversed once, however often that is asked for at once', async ({ db }) => {
    const id = await aCase(db)
    const moderator = await aModerator(db)
    const { token } = await claimCase(db, moderator, { caseId: id })
    const { decisionId } = await decideCase(db, moderator, {
      caseId: id,
      claimToken: token,
      version: 1,
      policyId: await thePolicy(db),
      actions: [{ type: 'hide' }],
      reason: '',
      note: '',
    })
    const { done, codes } = await settle(
      Array.from({ length: 20 }, () => reverseDecision(db, moderator, { decisionId, reason: 'a slip' })),
    )
    expect(done).toHaveLength(1)
    expect(new Set(codes)).toEqual(new Set(['decision.reversed']))
    expect(await caseOf(db, id)).toMatchObject({ status: 'open', version: 3, content_state: 'visible' })
  })
})
