import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { type Actor, cliActor, systemActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { expect, test } from '@/tests/support/database'
import { aDecision, aModerator } from '@/tests/support/moderation'
import { actorOf, aPerson } from '@/tests/support/staff'
import { receiveAppeal } from './commands/receive-appeal'
import { reverseDecision } from './commands/reverse-decision'
import { ruleAppeal } from './commands/rule-appeal'
import { getRecord } from './queries/get-record'
import { getAppeal, listAppeals } from './queries/list-appeals'

const DAY_MS = 86_400_000
const later = (days: number) => new Date(Date.now() + days * DAY_MS)

const appeal = (db: Db, given: { decisionId: string; memberId: string }, now?: Date) =>
  receiveAppeal(db, systemActor, { decisionId: given.decisionId, memberId: given.memberId, text: 'It was a joke' }, now)

/** A decision with an appeal against it that waits. */
async function anAppeal(db: Db, given: Parameters<typeof aDecision>[1] = {}) {
  const decided = await aDecision(db, given)
  return { ...decided, ...(await appeal(db, decided)) }
}

const rule = (db: Db, actor: Actor, appealId: string, ruling: 'upheld' | 'overturned') =>
  ruleAppeal(db, actor, { appealId, ruling, reason: 'Read again' })

/** What a decision changes, of the case and its reporters. */
async function stateOf(db: Db, caseId: number) {
  const { rows } = await sql<Record<string, unknown>>`
    select status, content_state, decision_id, decided_at, member_id,
      (select sum("right" + wrong)::int from reporter_accuracy) as settled
    from moderation_case where id = ${caseId}`.execute(db)
  return rows[0]
}

/** What the platform was told of an appeal, each once however many endpoints hear it. */
async function toldOf(db: Db, appealId: string): Promise<Record<string, unknown>[]> {
  const rows = await db
    .selectFrom('webhook_delivery')
    .select('payload')
    .distinctOn(['created_at', sql`payload`])
    .where('subject', '=', appealId)
    .orderBy('created_at')
    .execute()
  return rows.map(({ payload }) => (payload as { data: Record<string, unknown> }).data)
}

/** A moderator's key that somebody has made. */
async function aKeyOf(db: Db, maker: Actor): Promise<Actor> {
  const { id } = await addKey(db, maker, { name: 'A key', role: 'moderator', scopes: [] })
  return { kind: 'key', id, role: 'moderator', scopes: [], address: null }
}

const auditOf = async (db: Db, target: string): Promise<string[]> =>
  (await db.selectFrom('audit_entry').select('action').where('target_id', '=', target).orderBy('id').execute()).map(
    ({ action }) => action,
  )

describe('an appeal', () => {
  test('is taken once for each decision, from the member whom it is about', async ({ db }) => {
    const decided = await aDecision(db)
    await expect(appeal(db, { ...decided, memberId: 'somebody-else' })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'appeal.other_member',
      issues: [{ path: 'memberId' }],
    })
    const taken = await appeal(db, decided)
    expect(taken).toMatchObject({ decisionId: decided.decisionId, memberId: decided.memberId, status: 'open' })
    await expect(appeal(db, decided)).rejects.toMatchObject({
      kind: 'conflict',
      code: 'appeal.exists',
      extra: { appeal: { id: taken.id, status: 'open' } },
    })
    expect(await auditOf(db, taken.id)).toEqual(['appeal.created'])
  })

  test('is one, however often it is sent at once', async ({ db }) => {
    const decided = await aDecision(db)
    const results = await Promise.allSettled(Array.from({ length: 20 }, () => appeal(db, decided)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []))
    expect(new Set(codes)).toEqual(new Set(['appeal.exists']))
  })

  test('is refused after 20 days, against what was reversed, what punished nobody, and nothing at all', async ({
    db,
  }) => {
    const old = await aDecision(db)
    await expect(appeal(db, old, later(20.01))).rejects.toMatchObject({ kind: 'conflict', code: 'appeal.too_late' })
    await expect(appeal(db, old, later(19.99))).resolves.toMatchObject({ status: 'open' })

    const reversed = await aDecision(db)
    const { decisionId } = await reverseDecision(db, systemActor, { decisionId: reversed.decisionId, reason: 'A slip' })
    await expect(appeal(db, reversed)).rejects.toMatchObject({ kind: 'conflict', code: 'decision.reversed' })
    await expect(appeal(db, { ...reversed, decisionId })).rejects.toMatchObject({ code: 'appeal.nothing_to_appeal' })

    const kept = await aDecision(db, { actions: [{ type: 'keep' }] })
    await expect(appeal(db, kept)).rejects.toMatchObject({ kind: 'conflict', code: 'appeal.nothing_to_appeal' })

    const unknown = { ...kept, decisionId: '00000000-0000-4000-8000-000000000000' }
    await expect(appeal(db, unknown)).rejects.toMatchObject({ kind: 'invalid', code: 'decision.unknown' })
  })

  test('needs its permission', async ({ db }) => {
    const decided = await aDecision(db)
    const executive = actorOf(await aPerson(db, { role: 'executive' }))
    const input = { decisionId: decided.decisionId, memberId: decided.memberId, text: 'No' }
    await expect(receiveAppeal(db, executive, input)).rejects.toMatchObject({ code: 'permission.denied' })
    const key: Actor = { ...executive, kind: 'key', role: 'moderator', scopes: ['appeals:write'] }
    const { id } = await receiveAppeal(db, key, input)
    await expect(rule(db, key, id, 'upheld')).rejects.toMatchObject({ code: 'permission.denied' })
  })
})

describe('a ruling', () => {
  test('is made by another than who decided', async ({ db }) => {
    const { id, moderator, caseId } = await anAppeal(db)
    const before = await stateOf(db, caseId)
    for (const ruling of ['upheld', 'overturned'] as const) {
      await expect(rule(db, moderator, id, ruling)).rejects.toMatchObject({
        kind: 'forbidden',
        code: 'appeal.own_decision',
      })
    }
    expect(await stateOf(db, caseId)).toEqual(before)
    expect(await getAppeal(db, moderator, id)).toMatchObject({ status: 'open', decision: { isOwn: true } })
    expect(await auditOf(db, id)).toEqual(['appeal.created'])
  })

  test('that upholds leaves all as it was, tells the platform, and is final', async ({ db }) => {
    await createEndpoint(db, cliActor, { url: 'https://8.8.8.8/', events: ['moderation.appeal'] })
    const { id, decisionId, caseId, memberId } = await anAppeal(db)
    const before = await stateOf(db, caseId)
    const [one, other] = [await aModerator(db), await aModerator(db)]
    expect(await rule(db, one, id, 'upheld')).toMatchObject({ status: 'upheld', reversalId: null, caseId })
    expect(await stateOf(db, caseId)).toEqual(before)
    await expect(rule(db, other, id, 'overturned')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'appeal.ruled',
      extra: { winner: { action: 'upheld', actor: 'moderator' } },
    })
    const data = { appealId: id, decisionId, member: { id: memberId } }
    expect(await toldOf(db, id)).toEqual([
      { ...data, status: 'open', reason: null },
      { ...data, status: 'upheld', reason: 'Read again' },
    ])
    expect(await auditOf(db, id)).toEqual(['appeal.created', 'appeal.upheld'])
  })

  test('that overturns brings back the item, the member, the strike and the reporters', async ({ db }) => {
    const { id, decisionId, caseId } = await anAppeal(db, { actions: [{ type: 'remove' }, { type: 'ban' }] })
    const memberId = Number((await stateOf(db, caseId))?.member_id)
    expect(await getRecord(db, systemActor, memberId)).toMatchObject({ points: 1, standing: { isBanned: true } })
    const settled = Number((await stateOf(db, caseId))?.settled)
    const ruled = await rule(db, await aModerator(db), id, 'overturned')
    expect(ruled).toMatchObject({ status: 'overturned', decisionId, reversalId: expect.any(String) })
    expect(await getRecord(db, systemActor, memberId)).toMatchObject({ points: 0, standing: { isBanned: false } })
    expect(await stateOf(db, caseId)).toMatchObject({
      ...{ status: 'open', content_state: 'visible', decision_id: null, decided_at: null, settled: settled - 1 },
    })
    expect(await auditOf(db, id)).toEqual(['appeal.created', 'appeal.overturned'])
    const { rows } = await sql<{ action: string }>`select action from audit_entry order by id desc limit 2`.execute(db)
    expect(rows.map(({ action }) => action)).toEqual(['appeal.overturned', 'decision.reversed'])
  })

  test('holds once of 20 at once that contradict each other', async ({ db }) => {
    const { id, decisionId, caseId } = await anAppeal(db)
    const people = await Promise.all(Array.from({ length: 4 }, () => aModerator(db)))
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => rule(db, people[n % 4] as Actor, id, n % 2 ? 'upheld' : 'overturned')),
    )
    const [won, ...more] = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    expect(more).toEqual([])
    const codes = results.flatMap((result) => (result.status === 'rejected' ? [codeOf(result.reason)] : []))
    expect(codes).toEqual(Array.from({ length: 19 }, () => 'appeal.ruled'))
    const reversals = await db
      .selectFrom('moderation_decision')
      .select('id')
      .where('reverses_id', '=', decisionId)
      .execute()
    expect(reversals.map((reversal) => reversal.id)).toEqual(won?.reversalId ? [won.reversalId] : [])
    expect((await stateOf(db, caseId))?.content_state).toBe(won?.status === 'upheld' ? 'removed' : 'visible')
  })

  test('is made by no key of who decided, and by no person whose key decided', async ({ db }) => {
    const operator = actorOf(await aPerson(db, { role: 'operator' }))
    const [own, other] = await Promise.all([aKeyOf(db, operator), aKeyOf(db, operator)])
    const byPerson = await anAppeal(db, { moderator: operator })
    const byKey = await anAppeal(db, { moderator: own })
    for (const [actor, appealed] of [
      [own, byPerson],
      [operator, byKey],
      [other, byKey],
    ] as const) {
      await expect(rule(db, actor, appealed.id, 'upheld')).rejects.toMatchObject({ code: 'appeal.own_decision' })
      expect(await getAppeal(db, actor, appealed.id)).toMatchObject({ decision: { isOwn: true } })
    }
    // A key that nobody of the staff has made answers for itself alone.
    const ofShell = await aKeyOf(db, cliActor)
    expect(await rule(db, ofShell, byPerson.id, 'upheld')).toMatchObject({ status: 'upheld' })
    await expect(rule(db, ofShell, (await anAppeal(db, { moderator: ofShell })).id, 'upheld')).rejects.toMatchObject({
      code: 'appeal.own_decision',
    })
  })
})

describe('a reversal by hand', () => {
  test('gives an appeal that waits what it asks for, and tells the member', async ({ db }) => {
    await createEndpoint(db, cliActor, { url: 'https://8.8.4.4/', events: ['moderation.appeal'] })
    const { id, decisionId, moderator } = await anAppeal(db)
    const reversal = await reverseDecision(db, moderator, { decisionId, reason: 'They are right' })
    expect(await getAppeal(db, moderator, id)).toMatchObject({
      status: 'overturned',
      ruling: { reason: 'They are right', reversalId: reversal.decisionId },
    })
    expect((await toldOf(db, id)).at(-1)).toMatchObject({ status: 'overturned', reason: 'They are right' })
    expect(await auditOf(db, id)).toEqual(['appeal.created', 'appeal.overturned'])
    await expect(rule(db, await aModerator(db), id, 'upheld')).rejects.toMatchObject({
      kind: 'conflict',
      code: 'appeal.ruled',
      extra: { winner: { action: 'overturned' } },
    })
  })

  test('leaves a ruling as it is', async ({ db }) => {
    const { id, decisionId, moderator } = await anAppeal(db)
    await rule(db, await aModerator(db), id, 'upheld')
    await reverseDecision(db, moderator, { decisionId, reason: 'Thought better of it' })
    expect(await getAppeal(db, moderator, id)).toMatchObject({ status: 'upheld', ruling: { reversalId: null } })
  })

  test('and rulings at the same moment: the appeal has one outcome, which is told once', async ({ db }) => {
    await createEndpoint(db, cliActor, { url: 'https://8.8.4.4/', events: ['moderation.appeal'] })
    for (let round = 0; round < 10; round += 1) {
      const { id, decisionId, moderator } = await anAppeal(db)
      const people = await Promise.all(Array.from({ length: 3 }, () => aModerator(db)))
      const results = await Promise.allSettled([
        reverseDecision(db, moderator, { decisionId, reason: 'They are right' }),
        ...people.map((person, n) => rule(db, person, id, n % 2 ? 'upheld' : 'overturned')),
      ])
      for (const result of results)
        if (result.status === 'rejected') expect(['appeal.ruled', 'decision.reversed']).toContain(codeOf(result.reason))
      const endpoints = new Set((await toldOf(db, id)).map(({ status }) => status))
      const { status, ruling } = await getAppeal(db, moderator, id)
      expect([...endpoints].toSorted()).toEqual(['open', status].toSorted())
      expect(await auditOf(db, id)).toEqual(['appeal.created', `appeal.${status}`])
      const reversals = await db
        .selectFrom('moderation_decision')
        .select('id')
        .where('reverses_id', '=', decisionId)
        .execute()
      expect(reversals.length).toBeLessThanOrEqual(1)
      if (status === 'overturned') expect(reversals).toEqual([{ id: ruling?.reversalId }])
    }
  }, 60_000)

  test('is refused to who does not work the queue', async ({ db }) => {
    const { decisionId } = await aDecision(db)
    const outsider = await aModerator(db)
    await sql`update moderation_queue set is_open = false`.execute(db)
    try {
      await expect(reverseDecision(db, outsider, { decisionId, reason: 'x' })).rejects.toMatchObject({
        code: 'decision.not_found',
      })
    } finally {
      await sql`update moderation_queue set is_open = true`.execute(db)
    }
  })
})

describe('the list', () => {
  test('goes by status, newest first, page by page, and hides queues that are not theirs', async ({ db }) => {
    const start = Date.now()
    const made: string[] = []
    for (let n = 0; n < 5; n += 1) {
      const decided = await aDecision(db)
      made.unshift((await appeal(db, decided, new Date(start + n * 1_000))).id)
    }
    const reader = await aModerator(db)
    const seen: string[] = []
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listAppeals(db, reader, { status: 'open', limit: 2, after })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(seen.filter((id) => made.includes(id))).toEqual(made)
    expect(new Set(seen).size).toBe(seen.length)
    await rule(db, reader, made[0] ?? '', 'upheld')
    expect(
      (await listAppeals(db, reader, { status: 'upheld', limit: 50 })).items.find(({ id }) => id === made[0]),
    ).toMatchObject({
      ruling: { reason: 'Read again', reversalId: null },
      decision: { actions: [{ type: 'remove' }, { type: 'warn' }], reason: 'Plain advertising' },
    })
    await sql`update moderation_queue set is_open = false`.execute(db)
    try {
      expect((await listAppeals(db, reader, { limit: 50 })).items).toEqual([])
      await expect(getAppeal(db, reader, made[1] ?? '')).rejects.toMatchObject({ code: 'appeal.not_found' })
      await expect(rule(db, reader, made[1] ?? '', 'upheld')).rejects.toMatchObject({ code: 'appeal.not_found' })
      const manager = actorOf(await aPerson(db, { role: 'manager' }))
      expect((await getAppeal(db, manager, made[1] ?? '')).status).toBe('open')
    } finally {
      await sql`update moderation_queue set is_open = true`.execute(db)
    }
  })
})

function codeOf(error: unknown): string {
  if (!isDomainError(error)) throw error
  return error.code
}
