import { setTimeout as delay } from 'node:timers/promises'
import { onTestFinished } from 'vitest'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { cliActor } from '@/lib/staff/actor'
import { expect, test } from '@/tests/support/database'
import { answering, aReceiver, hanging, type Receiver } from '@/tests/support/receiver'
import { waitFor } from '@/tests/support/wait-for'
import { allowLoopback, anEndpoint, deliveryOf, jobTimesOf, queue } from '@/tests/support/webhooks'
import { listDeliveriesOf } from '../queries/deliveries'
import { cancelDeliveries } from './cancel-deliveries'
import { deleteEndpoint } from './change-endpoint'
import { deliver } from './deliver'
import { queueDeliveries } from './queue-deliveries'
import { replayDelivery } from './replay-delivery'
import { sweepDeliveries } from './sweep-deliveries'

allowLoopback()

const cancel = (db: Db, subject: string) => inTransaction(db, (trx) => cancelDeliveries(trx, { subject }))
const MINUTE_MS = 60_000

let receiver: Receiver
let endpointId: string

/** One endpoint for all tests of this file, answering anew in each. */
async function answeringNow(db: Db, answer: Receiver['answer'] = answering(200)): Promise<void> {
  if (!receiver) {
    receiver = await aReceiver()
    endpointId = (await anEndpoint(db, receiver.url)).id
  }
  receiver.answer = answer
  receiver.calls.length = 0
}

async function one(db: Db, subject: string, notBefore?: Date): Promise<string> {
  const [id = ''] = await queue(db, { subject, notBefore })
  return id
}

test('what has not been sent is called off and never sent', async ({ db }) => {
  await answeringNow(db)
  const notBefore = new Date(Date.now() + 8_000)
  const id = await one(db, 'undone', notBefore)
  expect(await jobTimesOf(db, id)).toEqual([notBefore])
  expect(await deliver(db, id)).toBeNull()
  expect(await cancel(db, 'undone')).toEqual({ cancelled: 1, uncertain: 0, sent: 0 })
  expect(await deliver(db, id, { clock: () => new Date(Date.now() + MINUTE_MS) })).toBeNull()
  expect(receiver.calls).toEqual([])
  expect(await listDeliveriesOf(db, ['undone'])).toMatchObject([{ id, state: 'cancelled', attempts: 0 }])
  await expect(replayDelivery(db, cliActor, id)).rejects.toMatchObject({ code: 'delivery.not_replayable' })
  expect(await cancel(db, 'undone')).toEqual({ cancelled: 0, uncertain: 0, sent: 0 })
})

test('what has arrived stays so, is counted, and is not replayed any more', async ({ db }) => {
  await answeringNow(db)
  const id = await one(db, 'arrived')
  await deliver(db, id)
  expect(await cancel(db, 'arrived')).toEqual({ cancelled: 0, uncertain: 0, sent: 1 })
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'delivered' })
  await expect(replayDelivery(db, cliActor, id)).rejects.toMatchObject({ code: 'delivery.not_replayable' })
})

test('what was tried in vain is not tried again, and may have been acted on', async ({ db }) => {
  await answeringNow(db, answering(500))
  const id = await one(db, 'uncertain')
  await deliver(db, id)
  expect(await cancel(db, 'uncertain')).toEqual({ cancelled: 0, uncertain: 1, sent: 0 })
  expect(await deliver(db, id, { clock: () => new Date(Date.now() + MINUTE_MS) })).toBeNull()
  expect(receiver.calls).toHaveLength(1)
})

test('a try that is under way is its last', async ({ db }) => {
  await answeringNow(db, hanging)
  const id = await one(db, 'under way')
  const trying = deliver(db, id, { timeoutMs: 400 })
  await waitFor('the call', async () => receiver.calls.length === 1)
  expect(await cancel(db, 'under way')).toEqual({ cancelled: 0, uncertain: 0, sent: 1 })
  expect(await trying).toBe('cancelled')
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'cancelled', next_at: null })
})

test('a cancellation that fails with its transaction has cancelled nothing', async ({ db }) => {
  await answeringNow(db)
  const id = await one(db, 'rolled back')
  const failing = inTransaction(db, async (trx) => {
    await cancelDeliveries(trx, { subject: 'rolled back' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await deliver(db, id)).toBe('delivered')
})

test('whether it was called off or sent, both sides say the same, however close they come', async ({ db }) => {
  await answeringNow(db)
  const seen = new Set<string>()
  for (let round = 0; round < 40; round += 1) {
    const subject = `close-${round}`
    const id = await one(db, subject)
    const [counts] = await Promise.all([
      delay(round % 8).then(() => cancel(db, subject)),
      delay((round * 3) % 8).then(() => deliver(db, id)),
    ])
    const arrived = receiver.calls.filter((call) => call.id === id).length
    expect([counts.sent, counts.cancelled]).toEqual([arrived, 1 - arrived])
    seen.add(String(arrived))
  }
  expect([...seen].every((count) => ['0', '1'].includes(count))).toBe(true)
})

test('events and jobs are written with what happened or not at all', async ({ db }) => {
  await answeringNow(db)
  const event = { event: 'moderation.action', subject: 'together', data: {}, at: new Date() } as const
  const failing = inTransaction(db, async (trx) => {
    expect(await queueDeliveries(trx, [event, event])).toBe(2)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await listDeliveriesOf(db, ['together'])).toEqual([])
  expect(await inTransaction(db, (trx) => queueDeliveries(trx, []))).toBe(0)
  expect(await inTransaction(db, (trx) => queueDeliveries(trx, { ...event, event: 'moderation.appeal' }))).toBe(0)
})

test('a delivery that has lost its job gets one, and one that waits for its turn no third', async ({ db }) => {
  await answeringNow(db)
  const id = await one(db, 'lost job')
  await db
    .updateTable('webhook_delivery')
    .set({ next_at: new Date(Date.now() - 10 * MINUTE_MS) })
    .where('id', '=', id)
    .execute()
  expect(await sweepDeliveries(db)).toBe(1)
  expect(await sweepDeliveries(db)).toBe(1)
  expect(await jobTimesOf(db, id)).toHaveLength(2)
  await deliver(db, id)
  expect(await sweepDeliveries(db)).toBe(0)
})

test('with its endpoint goes what waits for it; what was sent stays', async ({ db }) => {
  await answeringNow(db)
  const sent = await one(db, 'sent before')
  await deliver(db, sent)
  const waiting = await one(db, 'waiting')
  await deleteEndpoint(db, cliActor, endpointId)
  expect(await deliveryOf(db, waiting)).toMatchObject({ state: 'cancelled', error: 'The endpoint was deleted.' })
  expect(await listDeliveriesOf(db, ['sent before'])).toMatchObject([{ state: 'delivered', canReplay: false }])
  expect(await queue(db, { subject: 'after' })).toEqual([])
  onTestFinished(() => receiver.close())
})
