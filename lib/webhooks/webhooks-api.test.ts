import { POST as REPLAY } from '@/app/api/v1/deliveries/[id]/replay/route'
import { GET as GET_DELIVERY } from '@/app/api/v1/deliveries/[id]/route'
import { GET as DELIVERIES } from '@/app/api/v1/deliveries/route'
import { DELETE, GET, PATCH } from '@/app/api/v1/webhooks/[id]/route'
import { POST as ROLL } from '@/app/api/v1/webhooks/[id]/secrets/route'
import { POST as TEST } from '@/app/api/v1/webhooks/[id]/tests/route'
import { GET as LIST, POST } from '@/app/api/v1/webhooks/route'
import type { Db } from '@/lib/core/db/types'
import { aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { deliveryDetail, deliveryPage, webhookPage, webhookView, webhookWithSecret } from './schema'

const path = '/api/v1/webhooks'
/** An address that needs no name server and is never called here. */
const BODY = { url: 'https://8.8.8.8/hooks?token=t', events: ['moderation.appeal', 'moderation.action'] }
const TOO_MANY = 2_000

async function asOperator(web: Db) {
  const headers = { cookie: await cookieOf(web, await aPerson(web)) }
  const ask = (handler: unknown, id: string, options: { method?: string; body?: unknown } = {}) =>
    call(handler, { method: 'POST', path: `${path}/${id}`, params: { id }, headers, ...options })
  const create = async (body: unknown = BODY) => call(POST, { method: 'POST', path, headers, body })
  return { headers, ask, create }
}

test('an endpoint from its making to its end', async ({ web }) => {
  const { headers, ask, create } = await asOperator(web)
  const answer = await create()
  expect(answer.status).toBe(201)
  const made = webhookWithSecret.parse(await answer.json())
  expect(answer.headers.get('location')).toBe(`${path}/${made.id}`)
  expect(made).toMatchObject({
    events: ['moderation.action', 'moderation.appeal'],
    enabled: true,
    version: 1,
    lastDelivery: null,
    deadCount: 0,
  })
  expect(Buffer.from(made.secret.replace(/^whsec_/, ''), 'base64')).toHaveLength(32)

  const shown = await (await ask(GET, made.id, { method: 'GET' })).json()
  expect(webhookView.strict().parse(shown).id).toBe(made.id)
  const list = webhookPage.parse(await (await call(LIST, { path, headers })).json())
  expect(JSON.stringify([shown, list])).not.toContain(made.secret)

  const tested = await ask(TEST, made.id)
  expect(tested.status).toBe(202)
  expect(deliveryDetail.parse(await tested.json())).toMatchObject({ event: 'ping', host: '8.8.8.8', state: 'pending' })

  const rolled = webhookWithSecret.parse(await (await ask(ROLL, made.id)).json())
  expect(rolled.secret).not.toBe(made.secret)
  expect(rolled).toMatchObject({ version: 2, lastDelivery: { event: 'ping' } })
  expect(Date.parse(rolled.oldSecretUntil ?? '')).toBeGreaterThan(Date.now())

  const stale = await ask(PATCH, made.id, { method: 'PATCH', body: { version: 1, enabled: false } })
  expect([stale.status, await stale.json()]).toMatchObject([409, { code: 'webhook.changed', version: 2 }])
  const off = await ask(PATCH, made.id, { method: 'PATCH', body: { version: 2, enabled: false } })
  expect(webhookView.parse(await off.json())).toMatchObject({ enabled: false, disabledReason: 'staff', version: 3 })
  expect([(await ask(TEST, made.id)).status]).toEqual([409])

  expect((await ask(DELETE, made.id, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(GET, made.id, { method: 'GET' })).status).toBe(404)
  expect((await ask(ROLL, made.id)).status).toBe(404)
})

test('what was done is in the audit log, without a secret; in the database secrets are encrypted', async ({ web }) => {
  const { ask, create } = await asOperator(web)
  const made = webhookWithSecret.parse(await (await create()).json())
  const rolled = webhookWithSecret.parse(await (await ask(ROLL, made.id)).json())
  const { secret, old_secret } = await web
    .selectFrom('webhook_endpoint')
    .select(['secret', 'old_secret'])
    .where('id', '=', made.id)
    .executeTakeFirstOrThrow()
  await ask(PATCH, made.id, { method: 'PATCH', body: { version: 2, events: ['moderation.outcome'] } })
  await ask(TEST, made.id)
  await ask(DELETE, made.id, { method: 'DELETE' })
  const entries = await web
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'id')
    .select(['action', 'detail'])
    .where('target_id', '=', made.id)
    .orderBy('id')
    .execute()
  expect(entries.map(({ action }) => action)).toEqual([
    'webhook.created',
    'webhook.secret_rolled',
    'webhook.changed',
    'webhook.tested',
    'webhook.deleted',
  ])
  const kept = `${JSON.stringify(entries)}${secret?.toString('latin1')}${old_secret?.toString('latin1')}`
  for (const one of [made.secret, rolled.secret]) expect(kept).not.toContain(one.replace('whsec_', ''))
})

test('a key of an operator makes an endpoint and changes no secret; one that is limited to reading does neither', async ({
  web,
}) => {
  const as = async (scopes: Parameters<typeof aKey>[2]) => ({
    authorization: `Bearer ${await aKey(web, 'operator', scopes)}`,
  })
  const full = await as([])
  const answer = await call(POST, { method: 'POST', path, body: BODY, headers: full })
  const { id } = webhookWithSecret.parse(await answer.json())
  const roll = await call(ROLL, { method: 'POST', path, params: { id }, headers: full })
  expect([roll.status, await roll.json()]).toMatchObject([403, { code: 'permission.denied' }])
  const reader = await as(['webhooks:read'])
  expect((await call(GET, { path, params: { id }, headers: reader })).status).toBe(200)
  expect((await call(POST, { method: 'POST', path, body: BODY, headers: reader })).status).toBe(403)
  expect((await call(ROLL, { method: 'POST', path, params: { id }, headers: reader })).status).toBe(403)
})

test.for([
  ['http://127.0.0.1:9000/', 'webhook.url_refused'],
  ['http://localhost/', 'webhook.url_refused'],
  ['https://[::ffff:10.0.0.1]/', 'webhook.url_refused'],
  ['http://169.254.169.254/latest', 'webhook.url_refused'],
  ['http://0x7f000001/', 'webhook.url_refused'],
  ['ftp://8.8.8.8/', 'input.invalid'],
  ['https://user:secret@8.8.8.8/', 'input.invalid'],
  ['javascript:alert(1)', 'input.invalid'],
  [`https://8.8.8.8/${'x'.repeat(TOO_MANY)}`, 'input.invalid'],
  ['', 'input.invalid'],
])('the address %s is refused with its field named', async ([url, code], { web }) => {
  const { create } = await asOperator(web)
  const answer = await create({ ...BODY, url })
  expect([answer.status, await answer.json()]).toMatchObject([422, { code, errors: [{ path: 'url' }] }])
})

test('an endpoint wants at least one event, and only such as there are', async ({ web }) => {
  const { create } = await asOperator(web)
  for (const events of [[], ['ping'], ['nothing'], 'moderation.action']) {
    expect((await create({ ...BODY, events })).status).toBe(422)
  }
})

test('deliveries are found by endpoint, state, event and subject, page by page', async ({ web }) => {
  const { headers, ask, create } = await asOperator(web)
  const { id } = webhookWithSecret.parse(await (await create()).json())
  for (let index = 0; index < 5; index += 1) await ask(TEST, id)
  const page = async (query: Record<string, string>) => {
    const answer = await call(DELIVERIES, { path: `/api/v1/deliveries?${new URLSearchParams(query)}`, headers })
    return deliveryPage.parse(await answer.json())
  }
  const first = await page({ endpoint: id, limit: '3' })
  const second = await page({ endpoint: id, limit: '3', after: first.next ?? '' })
  expect([first.items.length, second.items.length, second.next]).toEqual([3, 2, null])
  const ids = [...first.items, ...second.items].map((delivery) => delivery.id)
  expect(new Set(ids).size).toBe(5)
  await web
    .updateTable('webhook_delivery')
    .set({ state: 'dead', next_at: null, settled_at: new Date(), subject: 'd-1' })
    .where('id', '=', ids[2] ?? '')
    .execute()
  const only = async (query: Record<string, string>) => (await page(query)).items.map((delivery) => delivery.id)
  expect(await only({ endpoint: id, state: 'dead' })).toEqual([ids[2]])
  expect(await only({ subject: 'd-1', event: 'ping' })).toEqual([ids[2]])
  expect(await only({ endpoint: id, event: 'moderation.action' })).toEqual([])

  const one = { path: '/api/v1/deliveries/x', params: { id: ids[2] ?? '' }, headers }
  expect(deliveryDetail.parse(await (await call(GET_DELIVERY, one)).json())).toMatchObject({
    payload: { type: 'ping', data: { webhookId: id } },
    canReplay: true,
  })
  const replayed = await call(REPLAY, { ...one, method: 'POST' })
  expect([replayed.status, await replayed.json()]).toMatchObject([202, { state: 'pending', attempts: 0 }])
  expect((await call(REPLAY, { ...one, method: 'POST' })).status).toBe(409)
})
