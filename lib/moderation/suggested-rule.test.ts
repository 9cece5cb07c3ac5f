import { GET as getSuggestion } from '@/app/api/v1/cases/[id]/suggested-rule/route'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import type { Role } from '@/lib/staff/permissions'
import { aCase } from '@/tests/support/moderation'
import { aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { createRule } from './commands/manage-rules'
import { tryRule } from './commands/try-rule'
import { ruleInput, suggestedRule } from './schema/automatic-rules'

async function suggestion(db: Db, caseId: number, role: Role = 'manager') {
  const cookie = await cookieOf(db, await aPerson(db, { role }))
  return call(getSuggestion, {
    ...{ method: 'GET', path: `/api/v1/cases/${caseId}/suggested-rule`, params: { id: String(caseId) } },
    headers: { cookie },
  })
}

test('a rule made from a case finds the case, and is saved as it comes', async ({ web: db }) => {
  const text = 'Harvest cloaks for sale, 30 golddragons each, at cloaks.example/shop'
  const caseId = await aCase(db, { item: { type: 'message', id: 'm-suggest', text, author: { id: 'seller' } } })
  const answer = await suggestion(db, caseId)
  expect(answer.status).toBe(200)
  const { rule, notes, ...rest } = suggestedRule.parse(await answer.json())
  expect(rest.text).toBe(text)
  expect(notes[0]).toMatch(/few texts to compare/)
  expect(rule?.name).toMatch(new RegExp(`^Like case ${caseId}: `))
  const body = ruleInput.parse(rule)
  expect(await tryRule(db, cliActor, { rule: body, text })).toMatchObject({ matched: true })
  expect(await createRule(db, cliActor, body)).toMatchObject({ version: 1, mode: 'draft' })
})

test('a rule made from a masked link is about where it leads', async ({ web: db }) => {
  const text = '[https://discord.com/nitro](https://steam-gift-evil.example/claim)'
  const caseId = await aCase(db, { item: { type: 'message', id: 'm-masked', text, author: { id: 'seller' } } })
  const { rule } = suggestedRule.parse(await (await suggestion(db, caseId)).json())
  expect(rule?.name).toBe(`Like case ${caseId}: steam-gift-evil.example`)
  expect(rule?.when).toEqual({ any: [{ kind: 'links', domains: ['steam-gift-evil.example'], mode: 'listed' }] })
  expect(await tryRule(db, cliActor, { rule: ruleInput.parse(rule), text })).toMatchObject({ matched: true })
})

test('there is none of a case without a text, and it is said why', async ({ web: db }) => {
  const item = { type: 'custom' as const, id: 'c-empty', author: { id: 'silent' } }
  const answer = await suggestion(db, await aCase(db, { item }))
  expect(await answer.json()).toEqual({ rule: null, text: null, notes: [expect.stringMatching(/has no text/)] })
})

test('it is for who may write rules, and for cases of their queues', async ({ web: db }) => {
  const caseId = await aCase(db)
  expect((await suggestion(db, caseId, 'moderator')).status).toBe(403)
  expect((await suggestion(db, 999_999_999)).status).toBe(404)
})
