import { describe } from 'vitest'
import { PATCH as change, GET as getOne, DELETE as remove } from '@/app/api/v1/classifiers/[id]/route'
import { PUT as setSecret } from '@/app/api/v1/classifiers/[id]/secret/route'
import { POST as tryIt } from '@/app/api/v1/classifiers/[id]/tests/route'
import { POST as create, GET as list } from '@/app/api/v1/classifiers/route'
import type { Db } from '@/lib/core/db/types'
import type { Role } from '@/lib/staff/permissions'
import { signaturesOf } from '@/lib/webhooks/secrets'
import { aClassifierPeer, scoring } from '@/tests/support/classifiers'
import { aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { allowLoopback } from '@/tests/support/webhooks'

allowLoopback()

interface Asked {
  method?: string
  id?: string
  body?: unknown
  role?: Role
}

async function ask(db: Db, handler: unknown, { method = 'GET', id = '', body, role = 'operator' }: Asked = {}) {
  const cookie = await cookieOf(db, await aPerson(db, { role }))
  const answer = await call(handler, {
    ...{ method, path: '/api/v1/classifiers', params: { id }, headers: { cookie } },
    ...(body === undefined ? {} : { body }),
  })
  const text = await answer.text()
  return { status: answer.status, body: (text ? JSON.parse(text) : null) as Record<string, unknown> }
}

let count = 0
const aBody = (given: object = {}) => ({
  name: `api-${++count}`,
  url: 'https://8.8.8.8/score',
  labels: ['spam'],
  ...given,
})
const add = async (db: Db, given: object = {}) => {
  const added = await ask(db, create, { method: 'POST', body: aBody(given) })
  expect(added.status).toBe(201)
  return added.body as { id: string; name: string; secret: string | null; version: number }
}

describe('a classifier', () => {
  test('signs what is sent with a secret that is told once and lies encrypted', async ({ web: db }) => {
    const peer = await aClassifierPeer(scoring(() => ({ spam: 0.75, x: 1 })))
    const { id, secret } = await add(db, { url: peer.url })
    expect(secret).toMatch(/^whsec_/)
    const tried = await ask(db, tryIt, { method: 'POST', id, body: { text: 'hello' } })
    expect(tried).toMatchObject({ status: 200, body: { scores: { spam: 0.75 }, error: null } })
    const sent = peer.calls[0]
    const {
      'webhook-id': webhookId,
      'webhook-timestamp': timestamp,
      'webhook-signature': signature,
    } = sent?.headers ?? {}
    expect(signature).toBe(
      signaturesOf({ id: String(webhookId), timestamp: Number(timestamp), body: sent?.body ?? '' }, [secret ?? '']),
    )
    const read = await ask(db, getOne, { id })
    expect(JSON.stringify(read.body)).not.toContain('whsec_')
    const row = await db.selectFrom('moderation_classifier').select('secret').where('id', '=', id).executeTakeFirst()
    expect(row?.secret?.includes(Buffer.from(secret ?? ''))).toBe(false)
    const anew = await ask(db, setSecret, { method: 'PUT', id, body: {} })
    expect(anew.body.secret).toMatch(/^whsec_/)
    expect(anew.body.secret).not.toBe(secret)
  })

  test('sends a token that is never shown, and never to another host', async ({ web: db }) => {
    const peer = await aClassifierPeer()
    const { id, secret, version } = await add(db, { url: peer.url, auth: 'bearer', token: 't0ken' })
    expect(secret).toBeNull()
    await ask(db, tryIt, { method: 'POST', id, body: { text: 'hello' } })
    expect(peer.calls[0]?.headers.authorization).toBe('Bearer t0ken')
    const moved = await ask(db, change, { method: 'PATCH', id, body: { version, url: 'https://8.8.4.4/' } })
    expect(moved).toMatchObject({ status: 409, body: { code: 'classifier.token_would_follow' } })
    expect((await ask(db, setSecret, { method: 'PUT', id, body: { token: 'other' } })).status).toBe(200)
    await ask(db, tryIt, { method: 'POST', id, body: { text: 'hello again' } })
    expect(peer.calls[1]?.headers.authorization).toBe('Bearer other')
    const audit = await db.selectFrom('audit_detail').select('detail').execute()
    expect(JSON.stringify(audit)).not.toMatch(/t0ken|"other"/)
  })

  test('that fails when it is tried says how', async ({ web: db }) => {
    const peer = await aClassifierPeer((response) => void response.writeHead(418).end())
    const { id } = await add(db, { url: peer.url, auth: 'none' })
    const tried = await ask(db, tryIt, { method: 'POST', id, body: { text: 'hello' } })
    expect(tried).toMatchObject({ status: 200, body: { scores: null, error: 'It responded with 418.' } })
    expect((await ask(db, getOne, { id })).body).toMatchObject({ isFailing: true, failure: 'It responded with 418.' })
  })

  test.for([
    ['an address inside', { url: 'https://10.0.0.7/score' }, 'url'],
    ['one in the clear', { url: 'http://8.8.8.8/score' }, 'url'],
    ['no address', { url: 'gopher' }, 'url'],
    ['a password in it', { url: 'https://a:b@8.8.8.8/' }, 'url'],
    ['no labels', { labels: [] }, 'labels'],
    ['a label twice', { labels: ['a', 'a'] }, 'labels'],
    ['a time-out that blocks', { timeoutMs: 60_000 }, 'timeoutMs'],
    ['a bearer without a token', { auth: 'bearer' }, 'token'],
    ['a token without bearer', { token: 'x' }, 'token'],
    ['a token with a line break', { auth: 'bearer', token: 'a\nb' }, 'token'],
  ] as [string, object, string][])('is refused with %s', async ([, given, path], { web: db }) => {
    const answer = await ask(db, create, { method: 'POST', body: aBody(given) })
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ path }] } })
  })

  test('has a name of its own, and is changed by who has read its present version', async ({ web: db }) => {
    const { id, name, version } = await add(db)
    const twice = await ask(db, create, { method: 'POST', body: aBody({ name: name.toUpperCase() }) })
    expect(twice).toMatchObject({ status: 409, body: { code: 'classifier.name_taken' } })
    const changed = await ask(db, change, { method: 'PATCH', id, body: { version, enabled: false, timeoutMs: 700 } })
    expect(changed).toMatchObject({ status: 200, body: { enabled: false, timeoutMs: 700, version: version + 1 } })
    expect((await ask(db, change, { method: 'PATCH', id, body: { version, enabled: true } })).body.code).toBe(
      'classifier.changed',
    )
    expect((await ask(db, remove, { method: 'DELETE', id })).status).toBe(204)
    expect((await ask(db, getOne, { id })).status).toBe(404)
    expect((await ask(db, create, { method: 'POST', body: aBody({ name }) })).status).toBe(201)
  })

  test('is known to who writes rules, but for its address', async ({ web: db }) => {
    const { id } = await add(db, { url: 'https://8.8.8.8/secret-path' })
    const answer = await ask(db, list, { role: 'manager' })
    const mine = (answer.body.items as { id: string }[]).find((one) => one.id === id)
    expect(mine).toMatchObject({ host: '8.8.8.8', url: null, labels: ['spam'] })
    expect((await ask(db, create, { method: 'POST', body: aBody(), role: 'manager' })).status).toBe(403)
  })
})
