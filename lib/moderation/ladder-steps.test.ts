import { randomUUID } from 'node:crypto'
import type { Db } from '@/lib/core/db/types'
import { systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aCase, aModerator, thePolicy } from '@/tests/support/moderation'
import { allowLoopback, anEndpoint } from '@/tests/support/webhooks'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { replaceLadder } from './commands/replace-ladder'
import { reverseDecision } from './commands/reverse-decision'
import { getRecord } from './queries/get-record'

allowLoopback()

/** A decision that leaves one point on the author's record. */
async function removeOne(db: Db, author: string): Promise<string> {
  const item = { type: 'message' as const, id: randomUUID(), text: 'gold', author: { id: author } }
  const caseId = await aCase(db, { item })
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId })
  const { decisionId } = await decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version: 1, actions: [{ type: 'remove' }], note: '', reason: 'Ads' },
    policyId: await thePolicy(db),
  })
  return decisionId
}

/** A ladder that mutes at two points, and somebody to be told. Answers an author. */
async function setUp(db: Db): Promise<string> {
  await replaceLadder(db, systemActor, {
    items: [{ points: 2, days: 30, action: 'mute', minutes: 600, isApplied: true }],
  })
  const known = await db.selectFrom('webhook_endpoint').select('id').executeTakeFirst()
  if (!known) await anEndpoint(db, 'http://127.0.0.1:9/hook', ['moderation.action'])
  return `author-${randomUUID()}`
}

async function isMuted(db: Db, author: string): Promise<boolean> {
  const { id } = await db.selectFrom('member').select('id').where('external_id', '=', author).executeTakeFirstOrThrow()
  return (await getRecord(db, systemActor, id)).standing.mutedUntil !== null
}

/** What is still to be told about mutes in all decisions. */
const pendingKinds = async (db: Db, decisionIds: readonly string[]) =>
  (
    await db
      .selectFrom('webhook_delivery')
      .select('kind')
      .where('kind', 'in', ['mute', 'unmute'])
      .where('state', '=', 'pending')
      .where('subject', 'in', [...decisionIds])
      .orderBy('number')
      .execute()
  ).map(({ kind }) => kind)

test('a step of the ladder goes when a point that it rested on goes, and is told no more', async ({ db }) => {
  const author = await setUp(db)
  const first = await removeOne(db, author)
  const second = await removeOne(db, author)
  expect(await isMuted(db, author)).toBe(true)
  const { decisionId: reversal } = await reverseDecision(db, systemActor, { decisionId: first, reason: 'A slip' })
  expect(await isMuted(db, author)).toBe(false)
  expect(await pendingKinds(db, [first, second, reversal])).toEqual([])
  const entry = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'id')
    .select('detail')
    .where('action', '=', 'decision.reversed')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  expect(entry.detail).toMatchObject({ ladder: [{ id: second, type: 'mute' }] })
})

test('the platform that has heard of it hears the contrary', async ({ db }) => {
  const author = await setUp(db)
  const first = await removeOne(db, author)
  const second = await removeOne(db, author)
  await db
    .updateTable('webhook_delivery')
    .set({ state: 'delivered', tried_at: new Date(), next_at: null, settled_at: new Date() })
    .where('subject', '=', second)
    .execute()
  const { decisionId: reversal } = await reverseDecision(db, systemActor, { decisionId: first, reason: 'A slip' })
  expect(await pendingKinds(db, [reversal])).toEqual(['unmute'])
})

test('it stays where enough points are left, whatever the ladder says by now', async ({ db }) => {
  const author = await setUp(db)
  const decisions = [await removeOne(db, author), await removeOne(db, author), await removeOne(db, author)]
  await replaceLadder(db, systemActor, { items: [] })
  await reverseDecision(db, systemActor, { decisionId: decisions[0] ?? '', reason: 'A slip' })
  // The mute of the second rested on the first; that of the third has two points left.
  expect(await isMuted(db, author)).toBe(true)
  await reverseDecision(db, systemActor, { decisionId: decisions[1] ?? '', reason: 'A slip' })
  expect(await isMuted(db, author)).toBe(false)
})
