import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { type Actor, systemActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { aPlatform, type PlatformState } from '@/tests/support/made-up-platform'
import { aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { allowLoopback } from '@/tests/support/webhooks'
import { claimCase } from './commands/claim-case'
import { decideCase } from './commands/decide-case'
import { reverseDecision } from './commands/reverse-decision'
import { screenItems } from './commands/screening/screen-items'
import type { RuleBody } from './engine/schema'
import { getCase } from './queries/get-case'
import { getRecord } from './queries/get-record'
import { hasSanction } from './rules/actions'
import type { ActionInput } from './schema/decisions'

allowLoopback()

const START = new Date('2026-11-26T12:00:00Z')
const at = (seconds: number): Date => new Date(START.getTime() + seconds * 1_000)
const word = () => `w${randomUUID().slice(0, 8)}`
const HIDE_AND_MUTE: RuleBody['then'] = [{ type: 'hide' }, { type: 'mute', minutes: 600 }]

const caseOf = (db: Db, id: number) =>
  db.selectFrom('moderation_case').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

async function hit(db: Db, then: RuleBody['then'] = HIDE_AND_MUTE) {
  const bad = word()
  await aRule(db, 'live', { when: words(bad), actions: then })
  const item = anItem({ text: bad, revision: 1 })
  const [screened] = await screenItems(db, systemActor, [item], START)
  return { item, caseId: screened?.caseId ?? 0 }
}

async function decide(
  db: Db,
  by: Actor,
  { caseId, actions, now }: { caseId: number; actions: ActionInput[]; now: Date },
) {
  const { token } = await claimCase(db, by, { caseId, now })
  const { version } = await caseOf(db, caseId)
  const policyId = hasSanction(actions) ? await thePolicy(db) : null
  return decideCase(db, by, { caseId, claimToken: token, version, actions, policyId, reason: 'looked', note: '', now })
}

/** How things stand here. */
async function standingOf(db: Db, caseId: number, now: Date) {
  const { content_state: content, member_id: memberId } = await caseOf(db, caseId)
  const { standing } = await getRecord(db, systemActor, memberId ?? 0, now)
  return { content, mutedUntil: standing.mutedUntil && new Date(standing.mutedUntil).getTime() }
}

const platformStanding = ({ content, mutedUntil }: PlatformState, now: Date) => ({
  content,
  mutedUntil: mutedUntil && Date.parse(mutedUntil) > now.getTime() ? Date.parse(mutedUntil) : null,
})

describe('what rules hold', () => {
  test('is told with the case, so that who decides knows what ends', async ({ db }) => {
    const { item, caseId } = await hit(db)
    const moderator = await aModerator(db)
    const held = async (now: Date) => (await getCase(db, moderator, caseId, now)).heldByRules
    expect(await held(at(1))).toEqual(['hide', 'mute'])
    // The mute runs out by itself.
    expect(await held(at(601 * 60))).toEqual(['hide'])
    const { decisionId } = await decide(db, moderator, { caseId, actions: [{ type: 'remove' }], now: at(2) })
    expect(await held(at(3))).toEqual(['mute'])
    await reverseDecision(db, moderator, { decisionId, reason: 'undo', now: at(4) })
    expect(await held(at(5))).toEqual(['hide', 'mute'])
    await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(6) })
    expect(await held(at(7))).toEqual([])
    // What the member was in before stands in their record.
    const { member_id: memberId } = await caseOf(db, caseId)
    const { latestCases } = await getRecord(db, moderator, memberId ?? 0, at(8))
    expect(latestCases).toMatchObject([
      { id: caseId, itemType: 'message', text: item.text, status: 'decided', actions: ['keep'], policy: null },
    ])
  })
})

describe('a person who lets an item be', () => {
  test('ends what a rule has hidden and muted, and the platform hears the contrary', async ({ db }) => {
    const platform = await aPlatform(db)
    const { item, caseId } = await hit(db)
    await platform.hearUntil(at(60))
    expect(platform.typesOf(item.id)).toEqual(['hide', 'mute'])
    expect(await standingOf(db, caseId, at(60))).toMatchObject({ content: 'hidden', mutedUntil: expect.any(Number) })

    const moderator = await aModerator(db)
    const { decisionId } = await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(60) })
    expect(await standingOf(db, caseId, at(60))).toEqual({ content: 'visible', mutedUntil: null })
    await platform.hearUntil(at(67))
    expect(platform.calls).toHaveLength(2)
    await platform.hearUntil(at(69))
    expect(platform.typesOf(item.id).slice(2).sort()).toEqual(['keep', 'restore', 'unmute'])
    const contrary = platform.calls.find(({ data }) => data.action.type === 'unmute')
    expect(contrary?.data).toMatchObject({ decisionId, action: { reverses: 'mute' }, reason: 'looked' })
    const { decisions } = await getCase(db, moderator, caseId)
    expect(decisions.map(({ actor, actions }) => [actor, actions.map(({ isReversed }) => isReversed)])).toEqual([
      [expect.any(String), [false]],
      ['Guildhall', [true, true]],
    ])
  })

  test('before the platform heard of the rule, has it hear nothing of it at all', async ({ db }) => {
    const platform = await aPlatform(db)
    const { item, caseId } = await hit(db)
    await decide(db, await aModerator(db), { caseId, actions: [{ type: 'keep' }], now: at(3) })
    await platform.hearUntil(at(3_600))
    expect(platform.typesOf(item.id)).toEqual(['keep'])
  })

  test('and takes that back within 8 seconds, has nothing sent and the rule’s word stand', async ({ db }) => {
    const platform = await aPlatform(db)
    const { item, caseId } = await hit(db)
    await platform.hearUntil(at(60))
    const moderator = await aModerator(db)
    const before = await standingOf(db, caseId, at(60))
    const { decisionId } = await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(60) })
    await reverseDecision(db, moderator, { decisionId, reason: 'a slip', now: at(65) })
    expect(await standingOf(db, caseId, at(65))).toEqual(before)
    await platform.hearUntil(at(3_600))
    expect(platform.typesOf(item.id)).toEqual(['hide', 'mute'])
    // What arrived counts as sent: who lets it be at last is heard.
    await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(3_600) })
    await platform.hearUntil(at(3_700))
    expect(platform.typesOf(item.id).slice(2).sort()).toEqual(['keep', 'restore', 'unmute'])
  })

  test('and takes that back later, has the platform do again what the rule had done', async ({ db }) => {
    const platform = await aPlatform(db)
    const { item, caseId } = await hit(db)
    const moderator = await aModerator(db)
    const { decisionId } = await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(60) })
    await platform.hearUntil(at(120))
    await reverseDecision(db, moderator, { decisionId, reason: 'no', now: at(120) })
    await platform.hearUntil(at(121))
    expect(platform.typesOf(item.id).slice(-3).sort()).toEqual(['hide', 'mute', 'reopen'])
    expect(platformStanding(platform.stateOf(item), at(121))).toEqual(await standingOf(db, caseId, at(121)))
  })

  test('ends a mute that has run out by itself no more', async ({ db }) => {
    const { caseId } = await hit(db, [{ type: 'mute', minutes: 1 }])
    await decide(db, await aModerator(db), { caseId, actions: [{ type: 'keep' }], now: at(61) })
    const rows = await db
      .selectFrom('moderation_action')
      .select('reversed_by')
      .where('case_id', '=', caseId)
      .where('type', '=', 'mute')
      .execute()
    expect(rows).toEqual([{ reversed_by: null }])
  })
})

test('a person’s own mute takes the place of a rule’s, though it is shorter', async ({ db }) => {
  const platform = await aPlatform(db)
  const { item, caseId } = await hit(db)
  await platform.hearUntil(at(30))
  await decide(db, await aModerator(db), {
    caseId,
    actions: [{ type: 'remove' }, { type: 'mute', minutes: 10 }],
    now: at(60),
  })
  await platform.hearUntil(at(120))
  const expected = { content: 'removed', mutedUntil: at(60 + 600).getTime() }
  expect(await standingOf(db, caseId, at(120))).toEqual(expected)
  expect(platformStanding(platform.stateOf(item), at(120))).toEqual(expected)
})

test('an older decision that is taken back brings back nothing that a later one has ended', async ({ db }) => {
  const { item, caseId } = await hit(db)
  const moderator = await aModerator(db)
  const { decisionId } = await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(60) })
  await screenItems(db, systemActor, [{ ...item, revision: 2 }], at(100))
  await decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(120) })
  await reverseDecision(db, moderator, { decisionId, reason: 'late', now: at(200) })
  expect(await standingOf(db, caseId, at(200))).toEqual({ content: 'visible', mutedUntil: null })
})

test('a rule that hits while a person decides leaves nothing standing, whoever comes first', async ({ db }) => {
  const platform = await aPlatform(db)
  const moderator = await aModerator(db)
  for (let round = 0; round < 12; round += 1) {
    const [one, two] = [word(), word()]
    await aRule(db, 'live', { when: words(one) })
    const item = anItem({ text: `${one} ${two}`, revision: 1 })
    const [screened] = await screenItems(db, systemActor, [item], START)
    const caseId = screened?.caseId ?? 0
    await aRule(db, 'live', { when: words(two), actions: HIDE_AND_MUTE })
    await Promise.all([
      decide(db, moderator, { caseId, actions: [{ type: 'keep' }], now: at(10) }),
      ...Array.from({ length: 3 }, () => screenItems(db, systemActor, [item], at(10))),
    ])
    expect(await caseOf(db, caseId)).toMatchObject({ status: 'decided', content_state: 'visible' })
    expect(await standingOf(db, caseId, at(20))).toEqual({ content: 'visible', mutedUntil: null })
    await platform.hearUntil(at(3_600))
    expect(platformStanding(platform.stateOf(item), at(20))).toEqual({ content: 'visible', mutedUntil: null })
  }
}, 120_000)
