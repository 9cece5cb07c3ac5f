import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { POST } from '@/app/api/v1/decisions/[id]/second-review/route'
import { GET as NEXT } from '@/app/api/v1/second-reviews/next/route'
import { GET as LIST } from '@/app/api/v1/second-reviews/route'
import type { Db } from '@/lib/core/db/types'
import { isDomainError } from '@/lib/core/errors'
import { changeSettings } from '@/lib/settings/commands'
import { type Actor, cliActor, systemActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { expect } from '@/tests/support/database'
import { aCase, aDecision, aModerator, theInbox, thePolicy } from '@/tests/support/moderation'
import { actorOf, aPerson, cookieOf } from '@/tests/support/staff'
import { call, test as webTest } from '@/tests/support/web'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { addQueue } from './commands/manage-queues'
import { receiveAppeal } from './commands/receive-appeal'
import { reverseDecision } from './commands/reverse-decision'
import { ruleAppeal } from './commands/rule-appeal'
import { submitVerdict } from './commands/submit-verdict'
import { nextReview } from './queries/second-reviews/next-review'
import { sampleEnd } from './rules/second-reviews'
import { queueBody } from './schema/queues'
import type { NextReview } from './schema/second-reviews'

const DAY_MS = 86_400_000

/** All decisions are drawn. */
const test = webTest.extend('drawn', { scope: 'file' }, async ({ web: db }) => {
  await changeSettings(db, cliActor, { secondReviewShare: 1 })
  return db
})

/** Everything that waits for somebody, one after the other. */
async function allWaiting(db: Db, actor: Actor, now?: Date): Promise<NonNullable<NextReview['review']>[]> {
  const found: NonNullable<NextReview['review']>[] = []
  for (;;) {
    const { review } = await nextReview(db, actor, { skip: found.map(({ decisionId }) => decisionId) }, now)
    if (!review) return found
    found.push(review)
  }
}
const waits = async (db: Db, actor: Actor, decisionId: string, now?: Date): Promise<boolean> =>
  (await allWaiting(db, actor, now)).some((review) => review.decisionId === decisionId)

const fine = (decisionId: string) => ({ decisionId, policyId: null, reason: '' })

describe('what is shown for a second look', () => {
  test('is the item as it lay before who decided, and not a word of what they decided', async ({ drawn: db }) => {
    const secret = `s${randomUUID().slice(0, 8)}`
    const first = actorOf(await aPerson(db, { role: 'moderator', name: `Decider ${secret}` }))
    const author = { id: `author-${randomUUID()}`, name: 'The author' }
    // An earlier strike, which whoever decided knew of.
    await aDecision(db, { item: { author }, now: new Date(Date.now() - DAY_MS) })
    const item = { type: 'message' as const, id: `m-${secret}`, text: 'Is this advertising?', author }
    const caseId = await aCase(db, { item, comment: 'a comment', reporter: { id: `reporter-${secret}` } })
    const { token } = await claimCase(db, first, { caseId })
    const { decisionId } = await decideCase(db, first, {
      ...{ caseId, claimToken: token, version: 1, policyId: await thePolicy(db) },
      actions: [{ type: 'custom', name: `custom ${secret}`, isConfirmed: true }, { type: 'ban' }],
      ...{ reason: `reason ${secret}`, note: `note ${secret}` },
    })
    const review = (await allWaiting(db, await aModerator(db))).find((one) => one.decisionId === decisionId)
    expect(review).toMatchObject({
      ...{ itemType: 'message', revision: 1, author: 'The author', content: { text: 'Is this advertising?' } },
      reports: [{ reason: 'spam', comment: 'a comment', policy: null }],
      record: { cases: 1, strikes: [{ policy: 'Spam', points: 1 }] },
    })
    // What is named is all there is: the next one to add something has to say here that it tells nothing.
    expect(
      Object.keys(review ?? {})
        .toSorted()
        .join(' '),
    ).toBe('after author before channel content decisionId findings itemType media policies record reports revision')
    const text = JSON.stringify(review)
    expect(text).not.toContain(secret)
    expect(text).not.toMatch(/\b(ban|banned|custom|removed?|hidden|decided|status|outcome|right|wrong)\b/i)
    const { rows } = await sql<{ id: string }>`
      select id::text from strike where decision_id = ${decisionId} union all select id::text from moderation_action
      where decision_id = ${decisionId}`.execute(db)
    for (const { id } of rows) expect(text).not.toContain(id)
  })

  test('says nothing of what came later: other revisions, reports and strikes', async ({ drawn: db }) => {
    const author = { id: `author-${randomUUID()}` }
    const item = { id: `m-${author.id}`, text: 'First text', author }
    const at = new Date(Date.now() - 2 * DAY_MS)
    const { decisionId } = await aDecision(db, { item, now: at })
    await aCase(db, { item: { type: 'message', ...item, text: 'Second text' }, comment: 'and again' })
    await aDecision(db, { item: { author } })
    const review = (await allWaiting(db, await aModerator(db))).find((one) => one.decisionId === decisionId)
    expect(review).toMatchObject({ revision: 1, content: { text: 'First text' }, record: { cases: 0, strikes: [] } })
    expect(JSON.stringify(review)).not.toContain('again')
  })

  test('is offered to others who work the queue, and not to who knows what was decided', async ({ drawn: db }) => {
    const [other, manager] = [await aModerator(db), actorOf(await aPerson(db, { role: 'manager' }))]
    const { decisionId, moderator, memberId } = await aDecision(db)
    expect(await waits(db, moderator, decisionId)).toBe(false)
    expect(await waits(db, other, decisionId)).toBe(true)
    const { id } = await receiveAppeal(db, systemActor, { decisionId, memberId, text: 'No' })
    await ruleAppeal(db, other, { appealId: id, ruling: 'upheld', reason: 'Yes' })
    expect(await waits(db, other, decisionId)).toBe(false)
    await expect(submitVerdict(db, other, fine(decisionId))).rejects.toMatchObject({ code: 'second_review.not_blind' })

    const channel = `c-${randomUUID()}`
    const routing = { channels: [channel] }
    const closed = await addQueue(db, cliActor, queueBody.parse({ name: channel, routing, isOpen: false }))
    const hidden = await aDecision(db, { moderator: manager, item: { channelId: channel } })
    expect(await waits(db, other, hidden.decisionId)).toBe(false)
    await expect(submitVerdict(db, other, fine(hidden.decisionId))).rejects.toMatchObject({
      code: 'decision.not_found',
    })
    const insider = actorOf(await aPerson(db, { role: 'moderator' }))
    await db
      .insertInto('queue_access')
      .values({ queue_id: closed.id, staff_id: insider.id ?? '' })
      .execute()
    const inQueue = await nextReview(db, insider, { queue: closed.id, skip: [] })
    expect(inQueue).toMatchObject({ waiting: 1, review: { decisionId: hidden.decisionId } })
    expect((await nextReview(db, insider, { queue: await theInbox(db), skip: [] })).review).not.toMatchObject({
      decisionId: hidden.decisionId,
    })
  })

  test('is no reversal, nothing reversed, no escalation, nothing of Guildhall itself, and nothing old', async ({
    drawn: db,
  }) => {
    const other = await aModerator(db)
    const reversed = await aDecision(db)
    const { decisionId: reversal } = await reverseDecision(db, other, { ...reversed, reason: 'A slip' })
    const escalated = await aDecision(db, { actions: [{ type: 'escalate' }] })
    const own = await aDecision(db, { moderator: systemActor })
    for (const id of [reversed.decisionId, reversal, escalated.decisionId, own.decisionId]) {
      expect(await waits(db, other, id)).toBe(false)
      await expect(submitVerdict(db, await aModerator(db), fine(id))).rejects.toMatchObject({
        code: expect.stringMatching(/^decision\.(not_found|reversed)$/),
      })
    }
    const { decisionId } = await aDecision(db)
    expect(await waits(db, other, decisionId, new Date(Date.now() + 29.9 * DAY_MS))).toBe(true)
    expect(await waits(db, other, decisionId, new Date(Date.now() + 30.1 * DAY_MS))).toBe(false)
  })

  test('is no case of which nothing is kept, no queue that one rests from, and nothing that a key of one’s own decided', async ({
    drawn: db,
  }) => {
    const other = await aModerator(db)
    const media = [{ url: 'https://media.example/a.png', contentType: 'image/png', alt: 'a house' }]
    const seen = await aDecision(db, { item: { media } })
    const review = (await allWaiting(db, other)).find(({ decisionId }) => decisionId === seen.decisionId)
    expect(review?.media).toMatchObject([{ kind: 'image', alt: 'a house' }])
    await db.updateTable('moderation_case').set({ has_evidence: false }).where('id', '=', seen.caseId).execute()
    expect(await waits(db, other, seen.decisionId)).toBe(false)

    const channel = `c-${randomUUID()}`
    const rotation = { decisions: 1, pauseMinutes: 60 }
    await addQueue(db, cliActor, queueBody.parse({ name: channel, routing: { channels: [channel] }, rotation }))
    const { decisionId } = await aDecision(db, { item: { channelId: channel } })
    expect(await waits(db, other, decisionId)).toBe(true)
    await aDecision(db, { moderator: other, item: { channelId: channel } })
    expect(await waits(db, other, decisionId)).toBe(false)

    const owner = actorOf(await aPerson(db, { role: 'operator' }))
    const { id } = await addKey(db, owner, { name: 'A tool', role: 'moderator', scopes: [] })
    const byKey = await aDecision(db, { moderator: { ...owner, kind: 'key', id } })
    expect(await waits(db, owner, byKey.decisionId)).toBe(false)
    await expect(submitVerdict(db, owner, fine(byKey.decisionId))).rejects.toMatchObject({
      code: 'second_review.own_decision',
    })
    const row = { decision_id: byKey.decisionId, reviewed_by: `staff:${owner.id}` }
    await expect(db.insertInto('second_review').values(row).execute()).rejects.toMatchObject({
      constraint: 'second_review_other',
    })
  })

  test('stays while it is read, and gives way when it is passed over', async ({ drawn: db }) => {
    await Promise.all([aDecision(db), aDecision(db), aDecision(db)])
    const other = await aModerator(db)
    const all = await allWaiting(db, other)
    const last = all.at(-1)?.decisionId ?? ''
    const held = await nextReview(db, other, { prefer: last, skip: [] })
    expect(held).toMatchObject({ waiting: all.length, review: { decisionId: last } })
    expect((await nextReview(db, other, { prefer: last, skip: [last] })).review?.decisionId).not.toBe(last)
  })
})

describe('a verdict', () => {
  test('is kept once, changes nothing but the record of it, and is in the audit log', async ({ drawn: db }) => {
    const { decisionId, caseId } = await aDecision(db)
    const state = async () =>
      (
        await sql`select self.*, (select count(*)::int from moderation_action) as actions, (select count(*)::int from strike) as strikes,
          (select sum("right" + wrong)::int from reporter_accuracy) as settled, (select count(*)::int from webhook_delivery) as sent
        from moderation_case as self where id = ${caseId}`.execute(db)
      ).rows
    const before = await state()
    const other = await aModerator(db)
    const policyId = await thePolicy(db, 'Harassment')
    const given = await submitVerdict(db, other, { decisionId, policyId, reason: 'An insult' })
    expect(given.decisionId).toBe(decisionId)
    expect(await state()).toEqual(before)
    expect(await waits(db, await aModerator(db), decisionId)).toBe(false)
    const entry = await db
      .selectFrom('audit_entry')
      .innerJoin('audit_detail', 'entry_id', 'audit_entry.id')
      .select(['action', 'actor_id', 'detail'])
      .where('target_id', '=', String(caseId))
      .orderBy('audit_entry.id', 'desc')
      .executeTakeFirstOrThrow()
    expect(entry).toMatchObject({
      ...{ action: 'decision.second_reviewed', actor_id: other.id },
      detail: { decisionId, policyId },
    })
    await expect(sql`delete from second_review`.execute(db)).rejects.toMatchObject({ code: '42501' })
    await expect(sql`update second_review set policy_id = null`.execute(db)).rejects.toMatchObject({ code: '42501' })
  })

  test('of many at once is one, and the others are told whose', async ({ drawn: db }) => {
    const { decisionId } = await aDecision(db)
    const people = await Promise.all(Array.from({ length: 8 }, () => aModerator(db)))
    const results = await Promise.allSettled(people.map((one) => submitVerdict(db, one, fine(decisionId))))
    const rows = await db.selectFrom('second_review').selectAll().where('decision_id', '=', decisionId).execute()
    expect(rows).toHaveLength(1)
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const result of results) {
      if (result.status === 'fulfilled') continue
      expect(isDomainError(result.reason) && { ...result.reason, kind: result.reason.kind }).toMatchObject({
        ...{ kind: 'conflict', code: 'second_review.exists' },
        extra: { winner: { actor: 'moderator', at: rows[0]?.reviewed_at.toISOString() } },
      })
    }
  })

  test('on one’s own decision is refused, by the database too', async ({ drawn: db }) => {
    const { decisionId, moderator } = await aDecision(db)
    await expect(submitVerdict(db, moderator, fine(decisionId))).rejects.toMatchObject({
      ...{ kind: 'forbidden', code: 'second_review.own_decision' },
    })
    const row = { decision_id: decisionId, reviewed_by: `staff:${moderator.id}` }
    await expect(db.insertInto('second_review').values(row).execute()).rejects.toMatchObject({
      ...{ code: '42501', constraint: 'second_review_other' },
    })
  })

  test('needs a policy that there is, and stands against a reversal at the same time', async ({ drawn: db }) => {
    const other = await aModerator(db)
    const { decisionId } = await aDecision(db)
    const unknown = { decisionId, policyId: randomUUID(), reason: '' }
    await expect(submitVerdict(db, other, unknown)).rejects.toMatchObject({ kind: 'invalid', code: 'policy.unknown' })
    const [reversal, verdict] = await Promise.allSettled([
      reverseDecision(db, await aModerator(db), { decisionId, reason: 'A slip' }),
      submitVerdict(db, other, fine(decisionId)),
    ])
    expect(reversal.status).toBe('fulfilled')
    if (verdict.status === 'rejected') expect(verdict.reason).toMatchObject({ code: 'decision.reversed' })
  })
})

describe('the sample', () => {
  test('is as large as it is set, the same each time, and in a larger one whole', async ({ drawn: db }) => {
    const { rows } = await sql<{ place: number; again: number }>`
      select second_review_place(id) as place, second_review_place(id) as again
      from (select gen_random_uuid() as id from generate_series(1, 20000)) as drawn`.execute(db)
    const places = rows.map(({ place }) => place)
    expect(rows.every(({ place, again }) => place === again)).toBe(true)
    expect([Math.min(...places) >= 0, Math.max(...places) <= 9_999]).toEqual([true, true])
    for (const share of [0.05, 0.3, 0.8]) {
      const drawn = places.filter((place) => place < sampleEnd(share)).length / places.length
      // Five standard deviations.
      expect(Math.abs(drawn - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / places.length))
    }
    expect([sampleEnd(0), sampleEnd(1)]).toEqual([0, 10_000])
  })

  test('is asked when a verdict comes as well: nobody chooses what to look at', async ({ drawn: db }) => {
    const { decisionId } = await aDecision(db)
    const other = await aModerator(db)
    await changeSettings(db, cliActor, { secondReviewShare: 0 })
    try {
      expect(await nextReview(db, other, { skip: [] })).toEqual({ review: null, waiting: 0, share: 0 })
      await expect(submitVerdict(db, other, fine(decisionId))).rejects.toMatchObject({
        ...{ kind: 'conflict', code: 'second_review.not_drawn' },
      })
    } finally {
      await changeSettings(db, cliActor, { secondReviewShare: 1 })
    }
  })
})

test('the addresses: next, verdict, and the list for managers, where two differ', async ({ drawn: db }) => {
  const { decisionId, caseId } = await aDecision(db, { item: { text: 'Look at this' } })
  const cookie = await cookieOf(db, await aPerson(db, { role: 'moderator' }))
  const path = `/api/v1/second-reviews/next?prefer=${decisionId}`
  const next = await call(NEXT, { path, headers: { cookie } })
  expect(await next.json()).toMatchObject({ review: { decisionId, content: { text: 'Look at this' } }, share: 1 })
  const give = (body: unknown) =>
    call(POST, {
      ...{ method: 'POST', path: `/api/v1/decisions/${decisionId}/second-review`, params: { id: decisionId } },
      ...{ headers: { cookie }, body },
    })
  expect((await give({ reason: 'x' })).status).toBe(422)
  const given = await give({ policyId: null, reason: 'A quotation' })
  expect(given.status).toBe(201)
  expect(Object.keys(await given.json())).toEqual(['decisionId', 'reviewedAt'])
  const again = await give({ policyId: null })
  expect(again.status).toBe(409)
  expect(await again.json()).toMatchObject({ code: 'second_review.exists', winner: { actor: 'moderator' } })

  const manager = await cookieOf(db, await aPerson(db, { role: 'manager' }))
  const list = async (query: string) =>
    (await (await call(LIST, { path: `/api/v1/second-reviews?${query}`, headers: { cookie: manager } })).json()).items
  const [mine] = await list('isAgreed=false&limit=1')
  expect(mine).toMatchObject({
    ...{ decisionId, caseId, title: 'Look at this', first: 'Spam', second: null, reason: 'A quotation' },
    ...{ isAgreed: false, isReversed: false },
  })
  expect(await list('isAgreed=true&limit=200')).not.toContainEqual(expect.objectContaining({ decisionId }))
  expect((await call(LIST, { path: '/api/v1/second-reviews', headers: { cookie } })).status).toBe(403)
})
