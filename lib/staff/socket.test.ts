import { env } from '@/lib/core/env'
import { TOPIC_PERMISSIONS } from '@/lib/domains.shared'
import { actorOf, aKey, aPerson, cookieOf } from '@/tests/support/staff'
import { expect, test } from '@/tests/support/web'
import { cliActor } from './actor'
import { changeStaff } from './commands/change-staff'
import { ROLES } from './permissions'
import { authenticateSocket, topicsFor } from './socket'

test("a socket is whose session its handshake brings, and nobody's without one", async ({ web: db }) => {
  const person = await aPerson(db, { role: 'manager' })
  const cookie = await cookieOf(db, person)
  expect(await authenticateSocket({ cookie, origin: env().url })).toMatchObject({ id: person.id, role: 'manager' })
  expect(await authenticateSocket({ cookie })).toMatchObject({ id: person.id })
  expect(await authenticateSocket({})).toBeNull()
  expect(await authenticateSocket({ cookie: 'guildhall.session=forged' })).toBeNull()
})

test('a page of another site opens no socket, with whatever cookie', async ({ web: db }) => {
  const cookie = await cookieOf(db, await aPerson(db))
  for (const origin of ['https://evil.example', 'null', 'http://localhost:3001']) {
    expect(await authenticateSocket({ cookie, origin })).toBeNull()
  }
})

test('keys open no sockets', async ({ web: db }) => {
  expect(await authenticateSocket({ authorization: `Bearer ${await aKey(db, 'operator')}` })).toBeNull()
})

test("a disabled person's cookie opens none from then on", async ({ web: db }) => {
  await aPerson(db)
  const person = await aPerson(db, { role: 'manager' })
  const cookie = await cookieOf(db, person)
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: true })
  expect(await authenticateSocket({ cookie })).toBeNull()
  await changeStaff(db, cliActor, { staffId: person.id, isDisabled: false })
  expect(await authenticateSocket({ cookie })).toBeNull()
})

test('each role hears its topics, and nobody hears whose sessions end', () => {
  const heard = ROLES.map((role) => topicsFor(actorOf({ id: 'x', role })))
  const everybody = ['samples', 'runs', 'sources', 'annotations', 'settings', 'health']
  expect(heard[0]?.toSorted()).toEqual(everybody.toSorted())
  const all = Object.keys(TOPIC_PERMISSIONS)
  const moderators = [...everybody, 'cases', 'claims', 'viewers', 'appeals', 'policies', 'queues', 'rules', 'reviews']
  expect(heard[1]).toEqual(all.filter((topic) => moderators.includes(topic)))
  expect(heard[2]).toEqual(all.filter((topic) => [...moderators, 'imports', 'transparency'].includes(topic)))
  expect(heard[3]).toEqual(all.filter((topic) => topic !== 'sessions'))
})
