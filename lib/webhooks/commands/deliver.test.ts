import { onTestFinished } from 'vitest'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { answering, aReceiver, hanging, type Receiver } from '@/tests/support/receiver'
import { waitFor } from '@/tests/support/wait-for'
import { allowLoopback, anEndpoint, deliverUntil, deliveryOf, jobTimesOf, queue } from '@/tests/support/webhooks'
import { getEndpoint } from '../queries/endpoints'
import { updateEndpoint } from './change-endpoint'
import { claimDelivery } from './claim-delivery'
import { deliver } from './deliver'
import { replayFailed } from './replay-dead'
import { replayDelivery } from './replay-delivery'
import { rollSecret } from './roll-secret'

allowLoopback()

const START = new Date('2030-01-01T00:00:00Z')
const MINUTE_MS = 60_000
const after = (ms: number, from = START): Date => new Date(from.getTime() + ms)

async function theReceiver(answer?: Receiver['answer']): Promise<Receiver> {
  const receiver = await aReceiver(answer)
  onTestFinished(() => receiver.close())
  return receiver
}

/** One delivery to an endpoint of its own, due at START. */
async function aDelivery(db: Parameters<typeof queue>[0], receiver: Receiver, subject: string) {
  const endpoint = await anEndpoint(db, receiver.url, ['moderation.appeal'])
  const ids = await queue(db, { subject, event: 'moderation.appeal', notBefore: START })
  const rows = await Promise.all(ids.map((id) => deliveryOf(db, id)))
  const own = rows.find((row) => row.endpoint_id === endpoint.id)
  if (!own) throw new Error('no delivery was queued')
  return { id: own.id, endpoint }
}

test('a receiver that is down for half an hour gets everything once when it is back', async ({ db }) => {
  const receiver = await theReceiver((response) => response.destroy())
  await anEndpoint(db, receiver.url, ['moderation.outcome'])
  const ids: string[] = []
  for (let index = 0; index < 12; index += 1) {
    const notBefore = after(index * 2 * MINUTE_MS)
    ids.push(...(await queue(db, { subject: `outage-${index}`, event: 'moderation.outcome', notBefore })))
  }
  await deliverUntil(db, ids, { until: after(30 * MINUTE_MS) })
  const waiting = await Promise.all(ids.map((id) => deliveryOf(db, id)))
  expect(new Set(waiting.map(({ state }) => state))).toEqual(new Set(['pending']))
  for (const row of waiting) expect(await jobTimesOf(db, row.id)).toContainEqual(row.next_at)

  const before = receiver.calls.length
  receiver.answer = answering(200)
  await deliverUntil(db, ids, { until: after(120 * MINUTE_MS) })
  const arrived = receiver.calls.slice(before).map(({ id }) => id)
  expect(arrived.toSorted()).toEqual(ids.toSorted())
  const states = await Promise.all(ids.map(async (id) => (await deliveryOf(db, id)).state))
  expect(new Set(states)).toEqual(new Set(['delivered']))
})

test('nine tries, each with a job at its instant, and then a dead letter', async ({ db }) => {
  const receiver = await theReceiver(answering(500))
  const { id } = await aDelivery(db, receiver, 'dead')
  await deliverUntil(db, [id], { until: after(100 * 60 * MINUTE_MS), random: () => 0.5 })
  const seconds = receiver.calls.map(({ headers }) => Number(headers['webhook-timestamp']) - START.getTime() / 1_000)
  expect(seconds).toEqual([0, 5, 35, 155, 755, 4_355, 15_155, 43_955, 130_355])
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'dead', attempts: 9, status_code: 500, next_at: null })
  expect((await jobTimesOf(db, id)).map((at) => (at.getTime() - START.getTime()) / 1_000)).toEqual(seconds)
})

test.for([
  { name: 'an error', answer: answering(500), state: 'pending', status: 500 },
  { name: 'a conflict', answer: answering(409), state: 'pending', status: 409 },
  { name: 'nothing', answer: hanging, state: 'pending', status: null },
  { name: 'that there is nothing', answer: answering(404), state: 'dead', status: 404 },
  {
    name: 'a redirect inside',
    answer: answering(307, { headers: { location: 'http://169.254.169.254/latest' } }),
    state: 'pending',
    status: 307,
  },
  { name: '10 MB', answer: answering(200, { body: 'x'.repeat(1e7) }), state: 'delivered', status: 200 },
])('a receiver that answers $name', async ({ name, answer, state, status }, { db }) => {
  const receiver = await theReceiver(answer)
  const { id } = await aDelivery(db, receiver, name)
  // Only who waits for nothing shall wait for long.
  const timeoutMs = answer === hanging ? 400 : 20_000
  expect(await deliver(db, id, { clock: () => START, timeoutMs })).toBe(state)
  expect(await deliveryOf(db, id)).toMatchObject({ state, status_code: status, attempts: 1, lease_until: null })
  expect(receiver.calls).toHaveLength(1)
})

test('410 is dead at once and switches the endpoint off, and the audit log says so', async ({ db }) => {
  const receiver = await theReceiver(answering(410))
  const { id, endpoint } = await aDelivery(db, receiver, 'gone')
  expect(await deliver(db, id, { clock: () => START })).toBe('dead')
  expect(await getEndpoint(db, endpoint.id)).toMatchObject({ enabled: false, disabledReason: 'gone', deadCount: 1 })
  const entry = await db
    .selectFrom('audit_entry')
    .select(['action', 'actor_kind'])
    .where('target_id', '=', endpoint.id)
    .where('action', '=', 'webhook.disabled')
    .executeTakeFirst()
  expect(entry).toEqual({ action: 'webhook.disabled', actor_kind: 'system' })
})

test('Retry-After is honoured', async ({ db }) => {
  const receiver = await theReceiver(answering(429, { headers: { 'retry-after': '600' } }))
  const { id } = await aDelivery(db, receiver, 'later')
  await deliver(db, id, { clock: () => START })
  expect((await deliveryOf(db, id)).next_at).toEqual(after(600_000))
})

test('what the receiver calls it is kept, and an answer that is none is not', async ({ db }) => {
  const receiver = await theReceiver(answering(200, { body: '{"status":"applied\\u0000","externalId":42,"x":1}' }))
  const { id } = await aDelivery(db, receiver, 'answer')
  await deliver(db, id, { clock: () => START })
  expect(await deliveryOf(db, id)).toMatchObject({ receiver_status: 'applied', external_id: '42' })
  receiver.answer = answering(200, { body: '["no object' })
  const other = await aDelivery(db, receiver, 'no answer')
  await deliver(db, other.id, { clock: () => START })
  expect(await deliveryOf(db, other.id)).toMatchObject({ state: 'delivered', receiver_status: null })
})

test('of many workers that are given one delivery one sends it', async ({ db }) => {
  const receiver = await theReceiver()
  for (let round = 0; round < 5; round += 1) {
    const { id } = await aDelivery(db, receiver, `race-${round}`)
    const before = receiver.calls.length
    const states = await Promise.all(Array.from({ length: 12 }, () => deliver(db, id, { clock: () => START })))
    expect(states.filter((state) => state === 'delivered')).toHaveLength(1)
    expect(receiver.calls.length - before).toBe(1)
  }
})

test('a delivery whose worker died is taken up when its lease is over, under the same id', async ({ db }) => {
  const receiver = await theReceiver()
  const { id } = await aDelivery(db, receiver, 'dead worker')
  const claimed = await claimDelivery(db, id, () => START)
  expect(claimed).toMatchObject({ id, attempts: 1 })
  expect(await deliver(db, id, { clock: () => after(29_999) })).toBeNull()
  expect(receiver.calls).toHaveLength(0)
  expect(await jobTimesOf(db, id)).toEqual([START, after(30_000)])
  expect(await deliver(db, id, { clock: () => after(30_000) })).toBe('delivered')
  expect(receiver.calls.map((call) => call.id)).toEqual([id])
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'delivered', attempts: 2 })
})

test('the word of a worker that woke up too late does not count', async ({ db }) => {
  const receiver = await theReceiver(hanging)
  const { id } = await aDelivery(db, receiver, 'late worker')
  const late = deliver(db, id, { clock: () => START, timeoutMs: 600 })
  await waitFor('the first call', async () => receiver.calls.length === 1)
  receiver.answer = answering(200)
  expect(await deliver(db, id, { clock: () => after(30_000) })).toBe('delivered')
  expect(await late).toBeNull()
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'delivered', attempts: 2, status_code: 200 })
})

test('a worker that leaves gives its delivery back, and the try does not count', async ({ db }) => {
  const receiver = await theReceiver(hanging)
  const { id } = await aDelivery(db, receiver, 'leaving')
  const leaving = new AbortController()
  const delivering = deliver(db, id, { clock: () => START, signal: leaving.signal })
  await waitFor('the call', async () => receiver.calls.length === 1)
  leaving.abort(new Error('leaving'))
  await expect(delivering).rejects.toThrow('leaving')
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'pending', attempts: 0, next_at: START })
})

test('a dead letter is replayed under its id, with all its tries anew', async ({ db }) => {
  const receiver = await theReceiver(answering(404))
  const { id } = await aDelivery(db, receiver, 'replayed')
  await deliver(db, id, { clock: () => START })
  receiver.answer = answering(200)
  expect(await replayDelivery(db, cliActor, id)).toMatchObject({ id, state: 'pending', attempts: 0, canReplay: false })
  const again = await Promise.all([deliver(db, id), deliver(db, id)])
  expect(again.filter(Boolean)).toEqual(['delivered'])
  expect(receiver.calls.map((call) => call.id)).toEqual([id, id])
  await expect(replayDelivery(db, cliActor, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
    code: 'delivery.not_found',
  })
})

test('all dead letters of an endpoint are replayed at once, and no other', async ({ db }) => {
  const receiver = await theReceiver(answering(404))
  const { id, endpoint } = await aDelivery(db, receiver, 'all-1')
  const other = await aDelivery(db, receiver, 'all-2')
  await Promise.all([id, other.id].map((each) => deliver(db, each, { clock: () => START })))
  expect(await replayFailed(db, cliActor, endpoint.id)).toEqual({ replayed: 1 })
  expect(await replayFailed(db, cliActor, endpoint.id)).toEqual({ replayed: 0 })
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'pending', attempts: 0 })
  expect(await jobTimesOf(db, id)).toHaveLength(2)
  expect(await deliveryOf(db, other.id)).toMatchObject({ state: 'dead' })
})

test('what waits for a disabled endpoint becomes a dead letter and is replayed once it is enabled', async ({ db }) => {
  const receiver = await theReceiver()
  const { id, endpoint } = await aDelivery(db, receiver, 'disabled')
  const { version } = await updateEndpoint(db, cliActor, { id: endpoint.id, version: 1, enabled: false })
  expect(await queue(db, { subject: 'while disabled', event: 'moderation.appeal' })).not.toContain(id)
  await deliver(db, id, { clock: () => START })
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'dead', attempts: 0, error: 'The endpoint is disabled.' })
  await expect(replayDelivery(db, cliActor, id)).rejects.toMatchObject({ code: 'delivery.not_replayable' })
  await updateEndpoint(db, cliActor, { id: endpoint.id, version, enabled: true })
  await replayDelivery(db, cliActor, id)
  expect(await deliver(db, id)).toBe('delivered')
  expect(receiver.calls).toHaveLength(1)
})

test('both secrets sign during a roll, and the old one not after it', async ({ db }) => {
  const receiver = await theReceiver(answering(500))
  const { id, endpoint } = await aDelivery(db, receiver, 'signed')
  const rolled = await rollSecret(db, cliActor, endpoint.id)
  const until = Date.parse(rolled.oldSecretUntil ?? '')
  expect(Math.abs(until - Date.now() - 24 * 3_600_000)).toBeLessThan(MINUTE_MS)
  await db
    .updateTable('webhook_endpoint')
    .set({ old_secret_until: after(1) })
    .where('id', '=', endpoint.id)
    .execute()
  await deliverUntil(db, [id], { until: after(5_000), random: () => 0.5 })
  const [first, second] = receiver.calls
  const verdicts = async (call = first) =>
    Promise.all([endpoint.secret, rolled.secret].map((secret) => isSignedWith(secret, call)))
  expect(await verdicts(first)).toEqual([true, true])
  expect(await verdicts(second)).toEqual([false, true])
  expect(first?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/)
  expect(first?.headers['content-type']).toBe('application/json')
  expect(JSON.parse(first?.body ?? '')).toEqual({
    type: 'moderation.appeal',
    timestamp: '2026-11-26T10:00:00.000Z',
    data: { decisionId: 'signed' },
  })
  const changed = first && { ...first, body: first.body.replace('signed', 'forged') }
  expect(await verdicts(changed)).toEqual([false, false])
})

/** As a receiver in a browser or a worker of another kind would: by the specification and with Web Crypto. */
async function isSignedWith(secret: string, call: Receiver['calls'][number] | undefined): Promise<boolean> {
  const bytes = Uint8Array.from(atob(secret.replace('whsec_', '')), (char) => char.charCodeAt(0))
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify'])
  const signed = new TextEncoder().encode(`${call?.id}.${call?.headers['webhook-timestamp']}.${call?.body}`)
  const verdicts = String(call?.headers['webhook-signature'])
    .split(' ')
    .map((part) => {
      const [version, signature = ''] = part.split(',')
      const mac = Uint8Array.from(atob(signature), (char) => char.charCodeAt(0))
      return version === 'v1' ? crypto.subtle.verify('HMAC', key, mac, signed) : false
    })
  return (await Promise.all(verdicts)).includes(true)
}
