import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { DELETE as deleteRule, GET as getRule, PUT as putRule } from '@/app/api/v1/rules/[id]/route'
import { GET as listRules, POST as postRule } from '@/app/api/v1/rules/route'
import { POST as testRule } from '@/app/api/v1/rules/test/route'
import { aRuleInput, words } from '@/tests/support/moderation-rules'
import { addRule, callRulesApi } from '@/tests/support/rules-api'
import { expect, test } from '@/tests/support/web'

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
    const answer = await callRulesApi(db, {
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
      const answer = await callRulesApi(db, {
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
    const tried = await callRulesApi(db, { handler: testRule, method: 'POST', body: { rule, text: 'cheap gold' } })
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
    const none = await callRulesApi(db, { handler: testRule, method: 'POST', body: { rule, text: 'hello' } })
    expect(none.body).toEqual({ matched: false, hits: [] })
  })

  test('that says the same is no new version; one that is put away is in no list', async ({ web: db }) => {
    const input = aRuleInput({ when: words(randomUUID()) })
    const { body } = await callRulesApi(db, { handler: postRule, method: 'POST', body: input })
    const id = String(body.id)
    const same = await callRulesApi(db, { handler: putRule, method: 'PUT', id, body: { ...input, dailyCap: 7 } })
    expect(same.body).toMatchObject({ version: 1 })
    expect((await callRulesApi(db, { handler: getRule, id })).body).toMatchObject({
      ...{ dailyCap: 7, version: 1, mode: 'draft', body: { name: input.name }, recentHits: [] },
      versions: [{ version: 1, mode: 'draft', readiness: { isReady: false } }],
    })
    const listed = async () =>
      (
        (await callRulesApi(db, { handler: listRules, path: '/api/v1/rules?limit=200' })).body.items as { id: string }[]
      ).some((rule) => rule.id === id)
    expect(await listed()).toBe(true)
    expect((await callRulesApi(db, { handler: deleteRule, method: 'DELETE', id })).status).toBe(204)
    expect(await listed()).toBe(false)
    expect((await callRulesApi(db, { handler: getRule, id })).status).toBe(404)
  })

  test('has versions that nobody can change', async ({ web: db }) => {
    const id = await addRule(db, words('fixed'))
    await expect(
      db.updateTable('moderation_rule_version').set({ body: '{}' }).where('rule_id', '=', id).execute(),
    ).rejects.toMatchObject({ code: '42501' })
    await expect(db.deleteFrom('moderation_rule_version').where('rule_id', '=', id).execute()).rejects.toMatchObject({
      code: '42501',
    })
  })
})
