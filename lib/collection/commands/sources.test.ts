import { randomUUID } from 'node:crypto'
import type { Actor } from '@/lib/staff/actor'
import { aClock, aScheduler, givingKind, runsOf } from '@/tests/support/collection'
import { expect, test } from '@/tests/support/database'
import { getSource, listSources } from '../queries/sources'
import { createSourceBody, updateSourceBody } from '../schema'
import { decryptSecrets, encryptSecrets } from '../secrets'
import { deleteSource, pauseSource, resumeSource, updateSource } from './change-source'
import { createSource, ensureDefaultSources } from './create-source'
import { testSource } from './test-source'

const operator: Actor = { kind: 'staff', id: randomUUID(), role: 'operator', scopes: [], address: null }
const manager: Actor = { ...operator, role: 'manager' }
const key: Actor = { ...operator, kind: 'key' }
const input = (name: string, more: object = {}) => createSourceBody.parse({ name, kind: 'system', ...more })
const change = (id: string, version: number, more: object) => ({ id, ...updateSourceBody.parse({ version, ...more }) })

test('a new installation has its sources once: one that was removed stays removed', async ({ db }) => {
  await Promise.all([ensureDefaultSources(db), ensureDefaultSources(db), ensureDefaultSources(db)])
  const { items } = await listSources(db, { limit: 50 })
  expect(items.map(({ name, kind, intervalSeconds }) => [name, kind, intervalSeconds])).toEqual([
    ['Community', 'guildhall', 1_800],
    ['System', 'system', 1_800],
  ])
  for (const { id } of items) await deleteSource(db, operator, id)
  await ensureDefaultSources(db)
  expect((await listSources(db, { limit: 50 })).items).toEqual([])
})

test('a source that can not be is refused, field by field, and writes nothing', async ({ db }) => {
  const before = (await listSources(db, { limit: 50 })).items.length
  const refused = (value: Parameters<typeof createSource>[2]) => expect(createSource(db, operator, value)).rejects
  await refused(input('a', { kind: 'teapot' })).toMatchObject({ code: 'source.unknown_kind' })
  await refused(input('a', { config: { colour: 'red' } })).toMatchObject({ code: 'source.bad_config', kind: 'invalid' })
  await refused(input('a', { secrets: { token: 'x' } })).toMatchObject({ code: 'source.bad_config' })
  await refused(input('a', { cron: '99 * * * *' })).toMatchObject({
    code: 'source.bad_cron',
    issues: [{ path: 'cron' }],
  })
  await expect(createSource(db, manager, input('a'))).rejects.toMatchObject({ code: 'permission.denied' })
  expect(createSourceBody.safeParse({ name: 'a', kind: 'system', intervalSeconds: 4 }).success).toBe(false)
  expect(
    createSourceBody.safeParse({ name: 'a', kind: 'system', intervalSeconds: 60, cron: '* * * * *' }).success,
  ).toBe(false)
  expect((await listSources(db, { limit: 50 })).items).toHaveLength(before)
})

test('names are unique while their source is there', async ({ db }) => {
  const id = await createSource(db, operator, input('Twin'))
  await expect(createSource(db, operator, input('twin'))).rejects.toMatchObject({
    kind: 'conflict',
    code: 'source.name_taken',
  })
  await deleteSource(db, operator, id)
  await createSource(db, operator, input('twin'))
})

test('a change needs the version that was read, and the second of two is refused', async ({ db }) => {
  const id = await createSource(db, operator, input('Versioned'))
  const { version } = await getSource(db, id)
  const answers = await Promise.allSettled([
    updateSource(db, operator, change(id, version, { intervalSeconds: 60 })),
    updateSource(db, operator, change(id, version, { intervalSeconds: 120 })),
  ])
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1)
  expect(answers.find((answer) => answer.status === 'rejected')?.reason).toMatchObject({
    kind: 'conflict',
    code: 'source.changed',
    extra: { version: version + 1 },
  })
})

test('an interval gives way to a cron expression and back, and the audit log has both', async ({ db }) => {
  const id = await createSource(db, operator, input('Switched'))
  await updateSource(db, operator, change(id, 1, { cron: '0 6 * * *' }))
  expect(await getSource(db, id)).toMatchObject({ intervalSeconds: null, cron: '0 6 * * *', version: 2 })
  await updateSource(db, operator, change(id, 2, { intervalSeconds: 30, name: 'Renamed' }))
  expect(await getSource(db, id)).toMatchObject({ intervalSeconds: 30, cron: null, name: 'Renamed', version: 3 })
  const entries = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('target_id', '=', id)
    .orderBy('id')
    .execute()
  expect(entries.map((entry) => entry.action)).toEqual(['source.created', 'source.changed', 'source.changed'])
})

test('a paused source is not collected, and its pause is not missed', async ({ db }) => {
  const id = await createSource(db, operator, input('Paused', { intervalSeconds: 5 }))
  await db.updateTable('source').set({ paused_at: new Date() }).where('id', '!=', id).execute()
  await pauseSource(db, operator, id)
  const clock = aClock(new Date().toISOString())
  const kinds = [givingKind('system')]
  const scheduler = await aScheduler(db, { clock, kinds })
  clock.forward(60)
  await scheduler.tick()
  expect(await runsOf(db, id)).toEqual([])
  expect((await getSource(db, id)).nextSlotAt).toBeNull()

  await resumeSource(db, operator, id)
  await db.updateTable('source').set({ schedule_since: clock.now() }).where('id', '=', id).execute()
  await scheduler.refresh()
  await scheduler.tick()
  await scheduler.idle()
  expect((await runsOf(db, id)).map((run) => run.status)).toEqual(['succeeded'])
})

test('a source that was changed since the schedule was read is not collected by the old one', async ({ db }) => {
  const id = await createSource(db, operator, input('Stale', { intervalSeconds: 5 }))
  const scheduler = await aScheduler(db, { clock: aClock(new Date().toISOString()), kinds: [givingKind('system')] })
  await updateSource(db, operator, change(id, 1, { intervalSeconds: 86_400 }))
  await scheduler.tick()
  await scheduler.idle()
  expect(await runsOf(db, id)).toEqual([])
})

test('secrets are kept encrypted, and an API key neither sets them nor says where they go', async ({ db }) => {
  const sealed = encryptSecrets({ token: 'the-plain-token' })
  expect(sealed?.toString('latin1')).not.toContain('the-plain-token')
  expect(decryptSecrets(sealed)).toEqual({ token: 'the-plain-token' })
  const id = await createSource(db, operator, input('Secret'))
  await db.updateTable('source').set({ secrets: sealed }).where('id', '=', id).execute()
  const view = await getSource(db, id)
  expect(view.secretsSet).toEqual(['token'])
  expect(JSON.stringify(view)).not.toContain('the-plain-token')
  await updateSource(db, operator, change(id, 1, { name: 'Secret still' }))
  expect((await getSource(db, id)).secretsSet).toEqual(['token'])
  await expect(updateSource(db, key, change(id, 2, { config: {} }))).rejects.toMatchObject({
    code: 'source.secrets_by_key',
  })
  await expect(updateSource(db, key, change(id, 2, { secrets: { a: 'b' } }))).rejects.toMatchObject({
    kind: 'forbidden',
  })
  await updateSource(db, key, change(id, 2, { intervalSeconds: 60 }))
})

test('a connection test tells what it found', async ({ db }) => {
  const id = await createSource(db, operator, input('Tested'))
  expect(await testSource(db, operator, { id })).toEqual({
    isOk: true,
    message: 'Guildhall can read the host and the database.',
  })
  await expect(testSource(db, manager, { id })).rejects.toMatchObject({ code: 'permission.denied' })
})
