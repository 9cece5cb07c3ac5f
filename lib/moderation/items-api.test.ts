import { randomUUID } from 'node:crypto'
import { describe } from 'vitest'
import { POST as postItems } from '@/app/api/v1/items/route'
import type { Db } from '@/lib/core/db/types'
import { aRule, words } from '@/tests/support/moderation-rules'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'

const word = () => `w${randomUUID().slice(0, 8)}`
const hitsOf = (db: Db, ruleId: string) =>
  db.selectFrom('rule_hit').select('id').where('rule_id', '=', ruleId).execute()

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
