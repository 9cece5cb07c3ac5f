import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'kysely'
import { io, type Socket } from 'socket.io-client'
import { onTestFinished } from 'vitest'
import { hashPassword } from '@/lib/core/crypto/password'
import { inTransaction } from '@/lib/core/db/transaction'
import { env } from '@/lib/core/env'
import { publishChange } from '@/lib/core/realtime/publish'
import { attachLiveServer } from '@/lib/core/realtime/rooms'
import { CHANGE_EVENT, type Change } from '@/lib/core/realtime/topics'
import { CookieJar, postAuth } from '@/tests/support/sign-in'
import { aPerson, cookieOf, type Person } from '@/tests/support/staff'
import { expect, test as webTest } from '@/tests/support/web'
import { authenticateSocket, topicsFor } from './socket'

const PASSWORD = 'four calm words here'

const test = webTest
  .extend('passwordHash', { scope: 'file' }, async () => hashPassword(PASSWORD))
  .extend('person', async ({ web: db, passwordHash }): Promise<Person> => {
    await db.deleteFrom('throttle').execute()
    return aPerson(db, { role: 'manager', passwordHash })
  })

/** The sockets of one web process; each call is another process as far as they know. */
async function serve(connectionString: string): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(404).end())
  const rooms = await attachLiveServer(server, connectionString, { authenticate: authenticateSocket, topicsFor })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(async () => {
    await rooms.close()
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

function open(url: string, jar: CookieJar): Socket {
  const extraHeaders = { cookie: jar.header, origin: env().url }
  const socket = io(url, { transports: ['websocket'], extraHeaders, reconnection: false, forceNew: true })
  onTestFinished(() => void socket.close())
  return socket
}

const once = <T>(socket: Socket, event: string): Promise<T> => new Promise((resolve) => socket.once(event, resolve))

async function signIn(person: Person): Promise<CookieJar> {
  const jar = new CookieJar()
  const response = await postAuth(jar, 'callback/credentials', { email: person.email, password: PASSWORD })
  expect(response.status).toBe(200)
  return jar
}

test('signing out cuts the sockets of that session in every web process, and no other', async ({
  person,
  connectionString,
}) => {
  const [here, elsewhere] = [await signIn(person), await signIn(person)]
  const webs = [await serve(connectionString), await serve(connectionString)]
  const own = webs.map((url) => open(url, here))
  const other = webs.map((url) => open(url, elsewhere))
  await Promise.all([...own, ...other].map((socket) => once(socket, 'connect')))
  const cut = Promise.all(own.map((socket) => once<string>(socket, 'disconnect')))
  const startedAt = performance.now()
  expect((await postAuth(here, 'signout')).status).toBe(200)
  expect(await cut).toEqual(['io server disconnect', 'io server disconnect'])
  expect(performance.now() - startedAt).toBeLessThan(2_000)
  expect(other.map((socket) => socket.connected)).toEqual([true, true])
})

test('a session that ends while its socket connects gets none that stays', async ({
  web: db,
  person,
  connectionString,
}) => {
  const url = await serve(connectionString)
  for (let round = 0; round < 20; round += 1) {
    const jar = new CookieJar()
    jar.take(new Response(null, { headers: { 'set-cookie': await cookieOf(db, person) } }))
    const socket = open(url, jar)
    const isOut = new Promise((resolve) => {
      socket.once('connect_error', resolve)
      socket.once('disconnect', resolve)
    })
    await Promise.all([postAuth(jar, 'signout'), isOut])
    expect(socket.connected).toBe(false)
  }
})

test('a process that could not hear of the end cuts the socket as soon as it hears again', async ({
  web: db,
  person,
  connectionString,
}) => {
  const jar = await signIn(person)
  const socket = open(await serve(connectionString), jar)
  await once(socket, 'connect')
  const cut = once<string>(socket, 'disconnect')
  // The listening connection is gone; what is announced now is lost to this process.
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'guildhall listen' and datname = current_database()`.execute(db)
  await postAuth(jar, 'signout')
  expect(await cut).toBe('io server disconnect')
})

test('one hears of sessions of one’s own that begin and end elsewhere, and of nobody else’s', async ({
  web: db,
  person,
  passwordHash,
  connectionString,
}) => {
  const colleague = await aPerson(db, { role: 'operator', passwordHash })
  const url = await serve(connectionString)
  const jars = [await signIn(person), await signIn(colleague)]
  const sockets = jars.map((jar) => open(url, jar))
  await Promise.all(sockets.map((socket) => once(socket, 'connect')))
  /** What each socket hears of sessions until, and without, a hint that is announced after all that `work` announces. */
  const hear = async (work: () => Promise<unknown>): Promise<Change[][]> => {
    const heard = sockets.map(() => [] as Change[])
    const isOver = sockets.map(
      (socket, index) =>
        new Promise<void>((resolve) => {
          socket.on(CHANGE_EVENT, (change: Change) => {
            if (change.topic === 'samples') resolve()
            else if (change.topic === 'sessions') heard[index]?.push(change)
          })
        }),
    )
    await work()
    await expect.poll(() => heard[0]?.length).toBeGreaterThan(0)
    await inTransaction(db, (trx) => publishChange(trx, { topic: 'samples' }))
    await Promise.all(isOver)
    for (const socket of sockets) socket.off(CHANGE_EVENT)
    return heard
  }
  // The sign-ins above may still be on their way.
  await hear(() => inTransaction(db, (trx) => publishChange(trx, { topic: 'sessions', id: person.id })))
  const own = { topic: 'sessions', id: person.id }
  let elsewhere = new CookieJar()
  const began = await hear(async () => {
    elsewhere = await signIn(person)
  })
  expect(began).toEqual([[own], []])
  expect(await hear(() => postAuth(elsewhere, 'signout'))).toEqual([[own], []])
})
