import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { createEndpoint } from '@/lib/webhooks/commands/create-endpoint'
import { expect, test } from '@/tests/support/database'
import { aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { listRules } from '../../queries/list-rules'
import { claimCase } from '../claim-case'
import { decideCase } from '../decide-case'
import { reverseDecision } from '../reverse-decision'
import { setRuleMode } from '../set-rule-mode'
import { screenItems } from './screen-items'

const word = () => `w${randomUUID().slice(0, 8)}`
const caseOf = (db: Db, id: number | null | undefined) =>
  db
    .selectFrom('moderation_case')
    .selectAll()
    .where('id', '=', id ?? 0)
    .executeTakeFirstOrThrow()
const hitsOf = (db: Db, ruleId: string) =>
  db.selectFrom('rule_hit').selectAll().where('rule_id', '=', ruleId).orderBy('id').execute()
const actionsOf = async (db: Db, caseId: number | null | undefined) =>
  (
    await db
      .selectFrom('moderation_action')
      .select('type')
      .where('case_id', '=', caseId ?? 0)
      .orderBy('made_at')
      .orderBy('position')
      .execute()
  ).map(({ type }) => type)

async function keep(db: Db, caseId: number): Promise<string> {
  const moderator = await aModerator(db)
  const { token } = await claimCase(db, moderator, { caseId })
  const { version } = await caseOf(db, caseId)
  const { decisionId } = await decideCase(db, moderator, {
    ...{ caseId, claimToken: token, version, policyId: null, actions: [{ type: 'keep' }], reason: '', note: '' },
  })
  return decisionId
}

describe('a live rule', () => {
  test('opens the case of an item, hides it and mutes its author, and leaves the case open', async ({ db }) => {
    const gold = word()
    const ruleId = await aRule(db, 'live', {
      when: words(gold),
      actions: [{ type: 'openCase', severity: 4 }, { type: 'hide' }, { type: 'mute', minutes: 30 }],
    })
    const now = new Date()
    const [hit, miss] = await screenItems(db, systemActor, [anItem({ text: `buy ${gold} now` }), anItem()], now)
    expect(hit?.hits).toEqual([{ ruleId, version: 1, mode: 'live' }])
    expect(miss).toMatchObject({ caseId: null, hits: [] })
    const found = await caseOf(db, hit?.caseId)
    expect(found).toMatchObject({
      status: 'open',
      severity: 4,
      weight: 1,
      rule_hits: 1,
      content_state: 'hidden',
      version: 1,
    })
    expect(found.decision_id).toBeNull()
    const actions = await db.selectFrom('moderation_action').selectAll().where('case_id', '=', found.id).execute()
    expect(actions.map(({ type, until }) => [type, until?.getTime()])).toEqual([
      ['hide', undefined],
      ['mute', now.getTime() + 30 * 60_000],
    ])
    const [noted] = await hitsOf(db, ruleId)
    expect(noted).toMatchObject({
      mode: 'live',
      case_id: found.id,
      has_acted: true,
      hits: [{ path: 'when.any.0', start: 4 }],
    })
  })

  test('tells the platform what it hid, as of any other decision', async ({ db }) => {
    const bad = word()
    await createEndpoint(db, cliActor, { url: `https://8.8.8.8/${bad}`, events: ['moderation.action'] })
    await aRule(db, 'live', { when: words(bad), actions: [{ type: 'hide' }] })
    const [answer] = await screenItems(db, systemActor, [anItem({ text: bad })])
    const { rows } = await sql<{ payload: unknown }>`
      select payload from webhook_delivery where subject = (
        select id::text from moderation_decision where case_id = ${answer?.caseId ?? 0}
      )`.execute(db)
    expect(rows).toMatchObject([
      { payload: { data: { caseId: answer?.caseId, action: { type: 'hide' }, policyId: null } } },
    ])
  })

  test('counts each rule once, joins the case that is there, and does nothing a second time', async ({ db }) => {
    const [one, two] = [word(), word()]
    await aRule(db, 'live', { when: words(one), actions: [{ type: 'hide' }] })
    await aRule(db, 'live', { when: words(two), actions: [{ type: 'openCase', severity: 5 }] })
    const item = anItem({ text: `${one} ${two}`, revision: 1 })
    const [first] = await screenItems(db, systemActor, [item])
    const [again] = await screenItems(db, systemActor, [item])
    expect(again?.caseId).toBe(first?.caseId)
    expect(again?.hits).toHaveLength(2)
    expect(await caseOf(db, first?.caseId)).toMatchObject({ rule_hits: 2, severity: 5, weight: 2 })
    expect(await actionsOf(db, first?.caseId)).toEqual(['hide'])
  })

  test('stays out of what a person has ruled on, until the item is edited', async ({ db }) => {
    const [one, two] = [word(), word()]
    await aRule(db, 'live', { when: words(one), actions: [{ type: 'openCase', severity: 2 }] })
    const late = await aRule(db, 'live', { when: words(two), actions: [{ type: 'hide' }] })
    const item = anItem({ text: `${one} ${two}`, revision: 1 })
    await db.updateTable('moderation_rule').set({ live_version: null }).where('id', '=', late).execute()
    const [first] = await screenItems(db, systemActor, [item])
    const caseId = first?.caseId ?? 0
    await keep(db, caseId)
    await db.updateTable('moderation_rule').set({ live_version: 1 }).where('id', '=', late).execute()
    const [second] = await screenItems(db, systemActor, [item])
    expect(second).toMatchObject({ caseId, hits: [{ mode: 'live' }, { mode: 'live' }] })
    expect(await caseOf(db, caseId)).toMatchObject({ status: 'decided', content_state: 'visible', rule_hits: 1 })
    expect(await hitsOf(db, late)).toMatchObject([{ has_acted: false, case_id: caseId }])

    await screenItems(db, systemActor, [{ ...item, revision: 2 }])
    expect(await caseOf(db, caseId)).toMatchObject({
      status: 'open',
      content_state: 'hidden',
      opening: 2,
      rule_hits: 2,
    })
    // A report of the first revision that comes late is about what was decided.
    await screenItems(db, systemActor, [item])
    expect(await actionsOf(db, caseId)).toEqual(['keep', 'hide'])
  })

  test('does not hide again what a person has shown again, though its case is open', async ({ db }) => {
    const [one, two] = [word(), word()]
    await aRule(db, 'live', { when: words(one), actions: [{ type: 'hide' }] })
    const item = anItem({ text: `${one} ${two}`, revision: 1 })
    const [first] = await screenItems(db, systemActor, [item])
    const caseId = first?.caseId ?? 0
    const { id } = await db
      .selectFrom('moderation_decision')
      .select('id')
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow()
    await reverseDecision(db, await aModerator(db), { decisionId: id, reason: 'harmless' })
    expect(await caseOf(db, caseId)).toMatchObject({ status: 'open', content_state: 'visible' })
    await aRule(db, 'live', { when: words(two), actions: [{ type: 'hide' }] })
    await screenItems(db, systemActor, [item])
    expect(await caseOf(db, caseId)).toMatchObject({ status: 'open', content_state: 'visible', rule_hits: 1 })
  })

  test('a decision that let the item stand and was taken back leaves the rules free to act', async ({ db }) => {
    const [one, two] = [word(), word()]
    await aRule(db, 'live', { when: words(one) })
    const item = anItem({ text: `${one} ${two}`, revision: 1 })
    const [first] = await screenItems(db, systemActor, [item])
    const caseId = first?.caseId ?? 0
    const decisionId = await keep(db, caseId)
    await reverseDecision(db, await aModerator(db), { decisionId, reason: 'a slip' })
    await aRule(db, 'live', { when: words(two), actions: [{ type: 'hide' }] })
    await screenItems(db, systemActor, [item])
    expect(await caseOf(db, caseId)).toMatchObject({ status: 'open', content_state: 'hidden', rule_hits: 2 })
  })

  test('is put back into shadow by the action that would go beyond its cap, with an entry in the audit log', async ({
    db,
  }) => {
    const bad = word()
    const id = await aRule(db, 'live', { when: words(bad), actions: [{ type: 'hide' }], dailyCap: 3 })
    const items = Array.from({ length: 5 }, () => anItem({ text: bad }))
    const answers = await screenItems(db, systemActor, items)
    expect(answers.map(({ hits }) => hits[0]?.mode)).toEqual(['live', 'live', 'live', 'shadow', 'shadow'])
    expect(answers.map(({ caseId }) => caseId !== null)).toEqual([true, true, true, false, false])
    const rule = await db.selectFrom('moderation_rule').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    expect(rule).toMatchObject({ mode: 'shadow', live_version: null, shadow_version: 1 })
    expect(rule.tripped_at).not.toBeNull()
    const audit = await db
      .selectFrom('audit_entry')
      .select(['action', 'actor_kind'])
      .where('target_id', '=', id)
      .where('action', '=', 'rule.tripped')
      .execute()
    expect(audit).toEqual([{ action: 'rule.tripped', actor_kind: 'system' }])
    const [later] = await screenItems(db, systemActor, [anItem({ text: bad })])
    expect(later).toMatchObject({ caseId: null, hits: [{ mode: 'shadow' }] })
    await setRuleMode(db, cliActor, { id, version: 1, mode: 'draft' })
    expect(
      await db.selectFrom('moderation_rule').select('tripped_at').where('id', '=', id).executeTakeFirstOrThrow(),
    ).toEqual({ tripped_at: null })
  })

  test('keeps to its cap though batches come at once', async ({ db }) => {
    const bad = word()
    const id = await aRule(db, 'live', { when: words(bad), actions: [{ type: 'hide' }], dailyCap: 10 })
    const batch = () => Array.from({ length: 5 }, () => anItem({ text: bad }))
    await Promise.all(Array.from({ length: 6 }, () => screenItems(db, systemActor, batch())))
    const hits = await hitsOf(db, id)
    expect(hits).toHaveLength(30)
    expect(hits.filter((hit) => hit.has_acted)).toHaveLength(10)
    const entries = await db
      .selectFrom('audit_entry')
      .select('id')
      .where('target_id', '=', id)
      .where('action', '=', 'rule.tripped')
      .execute()
    expect(entries).toHaveLength(1)
  })
})

test('a rule in shadow writes down what it hits, and nothing else happens', async ({ db }) => {
  const bad = word()
  const id = await aRule(db, 'shadow', { when: words(bad), actions: [{ type: 'hide' }, { type: 'mute', minutes: 5 }] })
  const count = async () =>
    (
      await sql`select (select count(*) from moderation_case) as cases, (select count(*) from moderation_action) as actions,
        (select count(*) from moderation_decision) as decisions, (select count(*) from webhook_delivery) as deliveries,
        (select count(*) from audit_entry) as entries`.execute(db)
    ).rows[0]
  const before = await count()
  const [answer] = await screenItems(db, systemActor, [anItem({ text: bad })])
  expect(answer).toMatchObject({ caseId: null, hits: [{ ruleId: id, version: 1, mode: 'shadow' }] })
  expect(await count()).toEqual(before)
  expect(await hitsOf(db, id)).toMatchObject([{ mode: 'shadow', has_acted: false, case_id: null, text: bad }])
})

test('the same item in two batches at once is one case with one hit and one action', async ({ db }) => {
  const bad = word()
  const id = await aRule(db, 'live', { when: words(bad), actions: [{ type: 'hide' }] })
  const items = Array.from({ length: 20 }, (_, index) =>
    anItem({ id: `twice-${bad}-${index}`, text: bad, revision: 1 }),
  )
  const [first, second] = await Promise.all([
    screenItems(db, systemActor, items),
    screenItems(db, systemActor, items.toReversed()),
  ])
  expect(second.toReversed().map(({ caseId }) => caseId)).toEqual(first.map(({ caseId }) => caseId))
  expect(await hitsOf(db, id)).toHaveLength(20)
  for (const { caseId } of first.slice(0, 3)) {
    expect(await caseOf(db, caseId)).toMatchObject({ rule_hits: 1, content_state: 'hidden' })
    expect(await actionsOf(db, caseId)).toEqual(['hide'])
  }
})

test('what people let stand later counts against the rule, live or in shadow', async ({ db }) => {
  const bad = word()
  const id = await aRule(db, 'shadow', { when: words(bad) })
  const live = await aRule(db, 'live', { when: words(bad) })
  const items = Array.from({ length: 3 }, () => anItem({ text: bad, revision: 1 }))
  const answers = await screenItems(db, systemActor, items)
  const moderator = await aModerator(db)
  const policyId = await thePolicy(db)
  for (const [index, { caseId }] of answers.entries()) {
    if (index === 2 || caseId === null) continue
    const { token } = await claimCase(db, moderator, { caseId })
    const { version } = await caseOf(db, caseId)
    await decideCase(db, moderator, {
      ...{ caseId, claimToken: token, version, reason: '', note: '' },
      ...(index === 0
        ? { policyId, actions: [{ type: 'remove' as const }] }
        : { policyId: null, actions: [{ type: 'keep' as const }] }),
    })
  }
  const { items: rules } = await listRules(db, { limit: 200 })
  for (const rule of rules.filter((one) => one.id === id || one.id === live))
    expect(rule.figures).toMatchObject({ decided: 2, right: 1, precision: 0.5 })
})
