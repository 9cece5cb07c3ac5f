import { createSource } from '@/lib/collection/commands/create-source'
import { startManualRun } from '@/lib/collection/commands/start-manual-run'
import { handler as importFile } from '@/lib/community/jobs/import-file'
import { hashPassword } from '@/lib/core/crypto/password'
import type { Db } from '@/lib/core/db/types'
import { log } from '@/lib/core/log'
import { issueAppealLink } from '@/lib/moderation/commands/appeal-links'
import { receiveAppeal } from '@/lib/moderation/commands/receive-appeal'
import { cliActor, systemActor } from '@/lib/staff/actor'
import { inviteStaff } from '@/lib/staff/commands/invite-staff'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { toCsv } from './support/community'
import { loadEndpoints } from './support/endpoints'
import { aCase, aDecision, theInbox, thePolicy } from './support/moderation'
import { aPerson, cookieOf } from './support/staff'
import { type Call, call, expect, test as webTest } from './support/web'

/** Addresses of which no other test reads a success: what they answer is held against the document after each test. */
const endpoints = new Map((await loadEndpoints()).map(({ name, handler }) => [name, handler]))

const test = webTest.extend('ask', async ({ web: db }) => {
  let cookie = await cookieOf(db, await aPerson(db))
  const as = async (person: { id: string }) => {
    cookie = await cookieOf(db, person)
  }
  /** Asks an endpoint by its name, `PATCH sources/[id]`, and answers what it says. */
  const ask = async (name: string, { id, ...given }: Omit<Partial<Call>, 'params'> & { id?: string | number } = {}) => {
    const [method = '', address = ''] = name.split(' ')
    const path = `/api/v1/${address}`
    const handler = endpoints.get(`${method} ${path}`)
    const params: Record<string, string> = id === undefined ? {} : { id: String(id) }
    const answer = await call(handler, { method, path, params, headers: { cookie }, ...given })
    const text = await answer.text()
    expect([name, answer.status < 300, answer.ok ? '' : text]).toEqual([name, true, ''])
    return answer.headers.get('content-type') === 'application/json' ? JSON.parse(text) : text
  }
  return { ask, as }
})

test('sources and their runs', async ({ web: db, ask: { ask } }) => {
  const id = await createSource(db, cliActor, {
    ...{ name: 'Machine', kind: 'system', config: {}, secrets: {}, intervalSeconds: 86_400, timeoutSeconds: 60 },
  })
  expect(await ask('PATCH sources/[id]', { id, body: { version: 1, name: 'The machine' } })).toMatchObject({
    name: 'The machine',
    version: 2,
  })
  expect(await ask('POST sources/[id]/tests', { id, body: {} })).toMatchObject({ isOk: expect.any(Boolean) })
  await aWorker(db)
  const runId = await startManualRun(db, cliActor, { sourceId: id })
  expect(await ask('GET collections/[id]', { id: runId })).toMatchObject({ id: String(runId), readings: [] })
})

/** There has to be one that could collect. */
const aWorker = (db: Db) =>
  db
    .insertInto('worker')
    .values({
      id: '00000000-0000-4000-8000-000000000001',
      host: 'here',
      pid: 1,
      version: '1',
      heartbeat_at: new Date(),
    })
    .execute()

test('an import from its upload to its rejected lines', async ({ web: db, ask: { ask } }) => {
  const raw = toCsv(['bad'])
  const upload = (source: string) =>
    ask('POST imports', { path: `/api/v1/imports?fileName=a.csv&source=${source}`, raw })
  const { id } = await upload('one')
  await importFile({ importId: id }, { db, signal: new AbortController().signal, log, jobId: '1' })
  expect(await ask('GET imports/[id]', { id })).toMatchObject({ id, counts: { rejected: 1 } })
  expect(await ask('GET imports/[id]/rejected', { id })).toContain('the row has 1 columns')
  const other = await upload('two')
  expect(await ask('POST imports/[id]/cancellation', { id: other.id })).toMatchObject({ id: other.id })
})

test('people, invitations and keys', async ({ web: db, ask: { ask, as } }) => {
  const { invitation, link } = await inviteStaff(db, cliActor, { email: 'new@example.org', role: 'moderator' })
  const token = link.split('#')[1] ?? ''
  expect(await ask('POST invitations/lookup', { body: { token } })).toMatchObject({ email: 'new@example.org' })
  await ask('DELETE invitations/[id]', { id: invitation.id })
  const key = await addKey(db, cliActor, { name: 'one', role: 'manager', scopes: [] })
  expect((await ask('DELETE keys/[id]', { id: key.id })).revokedAt).toEqual(expect.any(String))
  const password = 'four calm words here'
  const person = await aPerson(db, { passwordHash: await hashPassword(password) })
  await cookieOf(db, person)
  await as(person)
  const { items } = await ask('GET account/sessions')
  const other = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
  await ask('DELETE account/sessions/[id]', { id: other.id })
  await ask('PUT account/password', { body: { current: password, next: 'four other calm words' } })
})

test('saved filters', async ({ ask: { ask } }) => {
  const filter = await ask('POST case-filters', { body: { name: 'Mine', query: { status: 'open' } } })
  await ask('DELETE case-filters/[id]', { id: filter.id })
})

test('a case that is claimed and snoozed, and the figures', async ({ web: db, ask: { ask } }) => {
  const caseId = await aCase(db)
  const { claimToken } = await ask('POST cases/claim', { body: { caseId } })
  expect(await ask('PUT cases/[id]/claim', { id: caseId, body: { claimToken } })).toMatchObject({ claimToken })
  await ask('DELETE cases/[id]/claim', { id: caseId, body: { claimToken } })
  const until = new Date(Date.now() + 3_600_000).toISOString()
  expect(await ask('POST cases/[id]/snoozes', { id: caseId, body: { until } })).toEqual({ caseId, snoozedUntil: until })
  expect((await ask('GET moderation-insight')).backlog.waiting).toEqual(expect.any(Number))
})

test('policies and queues that are changed and ordered', async ({ web: db, ask: { ask } }) => {
  const policies = await ask('GET policies')
  const id = await thePolicy(db)
  const { version } = policies.items.find((one: { id: string }) => one.id === id)
  expect(await ask('PATCH policies/[id]', { id, body: { version, severity: 3 } })).toMatchObject({ severity: 3 })
  const ids = policies.items.map((one: { id: string }) => one.id)
  expect((await ask('PUT policies/order', { body: { ids } })).items).toHaveLength(ids.length)
  const inbox = await theInbox(db)
  expect(await ask('PATCH queues/[id]', { id: inbox, body: { version: 1, slaMinutes: 60 } })).toMatchObject({
    slaMinutes: 60,
  })
  const made = await ask('POST queues', { body: { name: 'Second' } })
  expect((await ask('PUT queues/order', { body: { ids: [made.id] } })).items).toHaveLength(2)
})

test('appeals by the platform and by a link', async ({ web: db, ask: { ask } }) => {
  const { decisionId, memberId } = await aDecision(db)
  const { id } = await receiveAppeal(db, systemActor, { decisionId, memberId, text: 'No.' })
  expect(await ask('POST appeals/[id]/ruling', { id, body: { ruling: 'overturned', reason: 'Yes.' } })).toMatchObject({
    status: 'overturned',
  })
  const other = await aDecision(db)
  expect((await ask('POST decisions/[id]/appeal-link', { id: other.decisionId })).url).toContain('/appeal#')
  await ask('DELETE decisions/[id]/appeal-link', { id: other.decisionId })
  const { url } = await issueAppealLink(db, other.moderator, { decisionId: other.decisionId })
  const body = { token: new URL(url).hash.slice(1), text: 'Please look again.' }
  expect(await ask('POST appeal-links/appeals', { body })).toMatchObject({ status: 'open' })
})
