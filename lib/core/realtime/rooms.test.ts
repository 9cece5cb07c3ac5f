import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import type { Db } from '@/lib/core/db/types'
import { expect, test } from '@/tests/support/database'
import { inTransaction } from '../db/transaction'
import { publishChange } from './publish'
import { attachLiveServer } from './rooms'
import { CHANGE_EVENT, type Change, RESYNC_EVENT, type Topic } from './topics'

/** Who may hear what, by the header `x-person`; changed by the tests as a command would change the staff table. */
type Staff = Record<string, Topic[]>

async function serve(connectionString: string, staff: Staff): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(404).end())
  const rooms = await attachLiveServer<{ id: string; topics: Topic[] }>(server, connectionString, {
    authenticate: async (headers) => {
      const id = String(headers['x-person'])
      const topics = staff[id]
      return topics ? { id, topics } : null
    },
    topicsFor: (actor) => actor.topics,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await rooms.close()
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(url: string, person: string, transports: string[], auth: Record<string, unknown> = {}): Socket {
  const extraHeaders = { 'x-person': person }
  const socket = io(url, { transports, extraHeaders, auth, reconnection: false, forceNew: true })
  onTestFinished(() => void socket.close())
  return socket
}

const once = <T>(socket: Socket, event: string): Promise<T> => new Promise((resolve) => socket.once(event, resolve))

const announce = (db: Db, change: { topic: Topic; id?: string }): Promise<void> =>
  inTransaction(db, (trx) => publishChange(trx, change))

for (const transports of [['websocket'], ['polling']]) {
  test(`brings hints over ${transports} to whoever may read the topic, and to nobody else`, async ({
    db,
    connectionString,
  }) => {
    const url = await serve(connectionString, { manager: ['samples', 'imports'], executive: ['samples'] })
    const manager = open(url, 'manager', transports)
    const executive = open(url, 'executive', transports)
    const heard: Change[] = []
    executive.on(CHANGE_EVENT, (change: Change) => heard.push(change))
    await Promise.all([once(manager, 'connect'), once(executive, 'connect')])

    const first = once<Change>(manager, CHANGE_EVENT)
    await announce(db, { topic: 'imports', id: '7' })
    expect(await first).toEqual({ topic: 'imports', id: '7' })
    const second = once<Change>(executive, CHANGE_EVENT)
    await announce(db, { topic: 'samples' })
    await second
    expect(heard).toEqual([{ topic: 'samples', id: null }])
  })
}

test('refuses a socket without a session', async ({ connectionString }) => {
  const url = await serve(connectionString, {})
  const error = await once<Error>(open(url, 'nobody', ['websocket']), 'connect_error')
  expect(error.message).toBe('signed out')
})

test('cuts the socket of a person who was disabled, and only theirs', async ({ db, connectionString }) => {
  const staff: Staff = { one: ['samples'], two: ['samples'] }
  const url = await serve(connectionString, staff)
  const one = open(url, 'one', ['websocket'])
  const two = open(url, 'two', ['websocket'])
  await Promise.all([once(one, 'connect'), once(two, 'connect')])
  const cut = once(one, 'disconnect')
  delete staff.one
  const startedAt = performance.now()
  await announce(db, { topic: 'sessions', id: 'one' })
  await cut
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  expect(two.connected).toBe(true)
})

test('moves a socket to other rooms when the role changes', async ({ db, connectionString }) => {
  const staff: Staff = { one: ['samples', 'audit'] }
  const url = await serve(connectionString, staff)
  const one = open(url, 'one', ['websocket'])
  const heard: Topic[] = []
  one.on(CHANGE_EVENT, (change: Change) => heard.push(change.topic))
  await once(one, 'connect')
  staff.one = ['samples', 'runs']
  await announce(db, { topic: 'sessions', id: 'one' })
  await expect
    .poll(async () => {
      await announce(db, { topic: 'audit' })
      await announce(db, { topic: 'runs' })
      return heard.includes('runs')
    })
    .toBe(true)
  heard.length = 0
  await announce(db, { topic: 'audit' })
  await announce(db, { topic: 'samples' })
  // What is announced before arrives before.
  await expect.poll(() => heard).toContain('samples')
  expect(heard).not.toContain('audit')
})

test('brings a page what changed between its making and its socket, and nothing that it may not hear', async ({
  db,
  connectionString,
}) => {
  const url = await serve(connectionString, { one: ['runs', 'samples'] })
  const witness = open(url, 'one', ['websocket'])
  await once(witness, 'connect')
  const heard: unknown[][] = []
  const first = async (): Promise<unknown> => {
    const announced = once(witness, CHANGE_EVENT)
    await announce(db, { topic: 'audit' })
    await announce(db, { topic: 'runs', id: '7' })
    await announced
    const late = open(url, 'one', ['websocket'], { pageAgeMs: 0 })
    late.onAny((...event) => heard.push(event))
    await expect.poll(() => heard.length).toBeGreaterThan(0)
    late.close()
    return heard.splice(0)
  }
  // A server that is younger than the page can't know what was missed: everything is fetched again.
  expect(await first()).toEqual([[RESYNC_EVENT]])
  await expect.poll(first, { timeout: 10_000 }).toEqual([[CHANGE_EVENT, { topic: 'runs', id: '7' }]])
})
