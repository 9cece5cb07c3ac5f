import { onTestFinished } from 'vitest'
import { expect, test } from '@/tests/support/database'
import { answering, aReceiver, hanging } from '@/tests/support/receiver'
import { waitFor } from '@/tests/support/wait-for'
import { allowLoopback, anEndpoint, deliveryOf, queue } from '@/tests/support/webhooks'
import { startWorkerProcess } from '@/tests/support/worker-process'

allowLoopback()

test('a worker that is killed in the middle of a delivery: another takes it up, under the same id', async ({
  db,
  connectionString,
}) => {
  const receiver = await aReceiver(hanging)
  onTestFinished(() => receiver.close())
  await anEndpoint(db, receiver.url)
  const killed = await startWorkerProcess(db, connectionString)
  const [id = ''] = await queue(db, { subject: 'killed' })
  await waitFor('the first call', async () => receiver.calls.length === 1)
  await killed.end('SIGKILL')
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'sending', attempts: 1 })

  receiver.answer = answering(200, { body: '{"status":"applied","externalId":"x-1"}' })
  const next = await startWorkerProcess(db, connectionString)
  onTestFinished(async () => void (await next.end('SIGTERM')))
  await waitFor('the delivery', async () => (await deliveryOf(db, id)).state === 'delivered', 90_000)
  expect(receiver.calls.map((call) => call.id)).toEqual([id, id])
  expect(await deliveryOf(db, id)).toMatchObject({ attempts: 2, receiver_status: 'applied', external_id: 'x-1' })

  // A failure on the way: the same worker tries it again by itself, some five seconds later.
  receiver.calls.length = 0
  receiver.answer = (response) => answering(receiver.calls.length === 1 ? 500 : 200)(response)
  const [other = ''] = await queue(db, { subject: 'failing once' })
  await waitFor('the second try', async () => (await deliveryOf(db, other)).state === 'delivered')
  expect(receiver.calls.map((call) => call.id)).toEqual([other, other])
}, 150_000)

test('a worker that leaves in good order hands its delivery to the next', async ({ db, connectionString }) => {
  const receiver = await aReceiver(hanging)
  onTestFinished(() => receiver.close())
  await anEndpoint(db, receiver.url, ['moderation.appeal'])
  const leaving = await startWorkerProcess(db, connectionString)
  const [id = ''] = await queue(db, { subject: 'handed on', event: 'moderation.appeal' })
  await waitFor('the first call', async () => receiver.calls.length === 1)
  const { code, ms } = await leaving.end('SIGTERM')
  expect([code, ms < 10_000]).toEqual([0, true])
  expect(await deliveryOf(db, id)).toMatchObject({ state: 'pending', attempts: 0 })
  receiver.answer = answering(200)
  const next = await startWorkerProcess(db, connectionString)
  onTestFinished(async () => void (await next.end('SIGTERM')))
  await waitFor('the delivery', async () => (await deliveryOf(db, id)).state === 'delivered')
  expect(receiver.calls.map((call) => call.id)).toEqual([id, id])
}, 90_000)
