import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { describe } from 'vitest'
import { POST as postItems } from '@/app/api/v1/items/route'
import type { Db } from '@/lib/core/db/types'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { aModerator, thePolicy } from '@/tests/support/moderation'
import { anItem, aRule, words } from '@/tests/support/moderation-rules'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
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
  test('opens the case of an item, hides it and mutes its author, and leaves the case open', async ({ web: db }) => {
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

  test('counts each rule once, joins the case that is there, and does nothing a second time', async ({ web: db }) => {
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

  test('stays out of what a person has ruled on, until the item is edited', async ({ web: db }) => {
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

  test('does not hide again what a person has shown again, though its case is open', async ({ web: db }) => {
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

  test('a decision that let the item stand and was taken back leaves the rules free to act', async ({ web: db }) => {
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
    web: db,
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

  test('keeps to its cap though batches come at once', async ({ web: db }) => {
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

test('a rule in shadow writes down what it hits, and nothing else happens', async ({ web: db }) => {
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

test('the same item in two batches at once is one case with one hit and one action', async ({ web: db }) => {
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

describe('what a text does not tell', () => {
  const modesOf = (answers: { hits: { ruleId: string }[] }[], id: string) =>
    answers.map(({ hits }) => hits.some(({ ruleId }) => ruleId === id))

  test('the age of an account is the mirror’s; who is not in it is no match, and no match of the contrary', async ({
    web: db,
  }) => {
    const mark = word()
    const young = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'accountAge', underHours: 24 },
        ],
      },
    })
    const old = await aRule(db, 'shadow', {
      when: { all: [{ kind: 'keywords', words: [mark] }, { not: { kind: 'accountAge', underHours: 24 } }] },
    })
    await sql`insert into origin (name) values ('chat') on conflict do nothing`.execute(db)
    await sql`insert into member (origin_id, external_id, joined_at)
      select id, 'young', now() - interval '2 hours' from origin where name = 'chat'
      union all select id, 'old', now() - interval '2 years' from origin where name = 'chat'`.execute(db)
    const by = (id: string) => anItem({ text: mark, author: { id } })
    const answers = await screenItems(db, systemActor, [by('young'), by('old'), by(`unknown-${mark}`)])
    expect(modesOf(answers, young)).toEqual([true, false, false])
    expect(modesOf(answers, old)).toEqual([false, true, false])
  })

  test('floods and repeated texts are counted over what came before, also within a batch', async ({ web: db }) => {
    const mark = word()
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 3, seconds: 60 },
        ],
      },
    })
    const duplicate = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'duplicate', count: 2, seconds: 60 },
        ],
      },
    })
    const author = { id: `flood-${mark}` }
    const start = new Date()
    const at = (seconds: number) => new Date(start.getTime() + seconds * 1_000)
    const say = (text: string) => anItem({ text: `${mark} ${text}`, author })
    const first = await screenItems(db, systemActor, [say('a'), say('b')], start)
    const second = await screenItems(db, systemActor, [say('a'), say('c')], at(10))
    const third = await screenItems(db, systemActor, [say('a')], at(120))
    expect(modesOf([...first, ...second, ...third], flood)).toEqual([false, false, true, true, false])
    expect(modesOf([...first, ...second, ...third], duplicate)).toEqual([false, false, true, false, false])
    // Who wrote it is not known, so it is no flood of anybody's.
    const [nobody] = await screenItems(db, systemActor, [anItem({ text: mark, author: undefined })], at(130))
    expect(nobody?.hits).toEqual([])
  })

  test('a flood that comes through many connections at once is counted whole', async ({ web: db }) => {
    const mark = word()
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 8, seconds: 60 },
        ],
      },
    })
    const say = () => screenItems(db, systemActor, [anItem({ text: mark, author: { id: `many-${mark}` } })])
    const answers = (await Promise.all(Array.from({ length: 8 }, say))).flat()
    expect(modesOf(answers, flood).filter(Boolean).length).toBeGreaterThanOrEqual(1)
  })

  test('a raid is the same text by several authors, and an edit is no second item', async ({ web: db }) => {
    const mark = word()
    const raid = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'raid', identical: 3, seconds: 60 },
        ],
      },
    })
    const flood = await aRule(db, 'shadow', {
      when: {
        all: [
          { kind: 'keywords', words: [mark] },
          { kind: 'flood', count: 2, seconds: 60 },
        ],
      },
    })
    const item = anItem({ text: mark, revision: 1 })
    const answers = await screenItems(db, systemActor, [item])
    answers.push(...(await screenItems(db, systemActor, [{ ...item, revision: 2 }])))
    answers.push(...(await screenItems(db, systemActor, [anItem({ text: mark }), anItem({ text: mark })])))
    expect(modesOf(answers, raid)).toEqual([false, false, false, true])
    expect(modesOf(answers, flood)).toEqual([false, false, false, false])
  })
})

describe('POST /api/v1/items', () => {
  const send = async (db: Db, body: unknown, headers: Record<string, string> = {}) => {
    const key = await aKey(db, 'moderator', ['items:write'])
    const answer = await call(postItems, {
      ...{ method: 'POST', path: '/api/v1/items', body },
      headers: { authorization: `Bearer ${key}`, ...headers },
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }

  test('takes one item or many', async ({ web: db }) => {
    const bad = word()
    const ruleId = await aRule(db, 'live', { when: words(bad) })
    const one = await send(db, { type: 'message', id: `one-${bad}`, text: bad, author: { id: 'u2' }, channelId: 'c1' })
    expect(one).toMatchObject({
      status: 202,
      body: { items: [{ id: `one-${bad}`, caseId: expect.any(Number), hits: [{ ruleId, version: 1, mode: 'live' }] }] },
    })
    const many = await send(db, { items: [{ type: 'link', id: 'l-1', url: `https://example.org/${bad}` }] })
    expect(many).toMatchObject({ status: 202, body: { items: [{ id: 'l-1', hits: [{ ruleId }] }] } })
  })

  test.for([
    ['nothing to screen', { items: [] }, 'items'],
    ['an unknown type', { type: 'poem', id: '1' }, 'type'],
    ['an empty id', { items: [{ type: 'message', id: ' ' }] }, 'items.0.id'],
    ['a text that is too long', { type: 'message', id: '1', text: 'x'.repeat(65_537) }, 'text'],
    ['501 items', { items: Array.from({ length: 501 }, (_, id) => ({ type: 'message', id: `${id}` })) }, 'items'],
  ] as const)('refuses %s and screens nothing', async ([, body, path], { web: db }) => {
    const before = await db.selectFrom('screened_item').select('item_id').execute()
    const answer = await send(db, body)
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } })
    expect(await db.selectFrom('screened_item').select('item_id').execute()).toHaveLength(before.length)
  })

  test('answers the same key with the same answer, and nothing twice', async ({ web: db }) => {
    const bad = word()
    const id = await aRule(db, 'live', { when: words(bad) })
    const key = await aKey(db, 'moderator', ['items:write'])
    const post = async (text: string) => {
      const answer = await call(postItems, {
        ...{ method: 'POST', path: '/api/v1/items', body: { type: 'message', id: `once-${bad}`, text } },
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': bad },
      })
      return { status: answer.status, body: await answer.json() }
    }
    const [first, second] = [await post(bad), await post(bad)]
    expect(second).toEqual(first)
    expect(await hitsOf(db, id)).toHaveLength(1)
    expect(await post(`${bad} other`)).toMatchObject({ status: 422, body: { code: 'idempotency.other_body' } })
  })
})

test('a policy of people outranks in the figures too: what they let stand counts against the rule', async ({
  web: db,
}) => {
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
  const { listRules } = await import('../../queries/list-rules')
  const { items: rules } = await listRules(db, { limit: 200 })
  for (const rule of rules.filter((one) => one.id === id || one.id === live))
    expect(rule.figures).toMatchObject({ decided: 2, right: 1, precision: 0.5 })
})
