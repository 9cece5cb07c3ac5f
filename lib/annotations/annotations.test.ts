import { expect } from 'vitest'
import { DELETE, GET as GET_ONE, PATCH } from '@/app/api/v1/annotations/[id]/route'
import { GET, POST } from '@/app/api/v1/annotations/route'
import { GET as GET_TIMELINE } from '@/app/api/v1/timeline/route'
import { actorOf, aPerson, cookieOf } from '@/tests/support/staff'
import { call, test } from '@/tests/support/web'
import { createAnnotation, deleteAnnotation, updateAnnotation } from './commands'
import { listAnnotations } from './queries'
import { type CreateAnnotation, createAnnotationBody } from './schema'

const anAnnotation = (change: Partial<CreateAnnotation> = {}): CreateAnnotation => ({
  at: '2026-11-10T12:00:00.000Z',
  until: null,
  kind: 'release',
  text: '2.4 released',
  ...change,
})

const manager = actorOf({ id: '11111111-1111-4111-8111-111111111111', role: 'manager' })

test('an annotation that lasts is found wherever it touches the range', async ({ db }) => {
  const { id } = await createAnnotation(
    db,
    manager,
    anAnnotation({ at: '2020-05-10T00:00:00Z', until: '2020-05-20T00:00:00Z' }),
  )
  const found = async (from: string, to: string) => {
    const page = await listAnnotations(db, { from, to, limit: 10 })
    return page.items.some((one) => one.id === id)
  }
  expect(await found('2020-05-15T00:00:00Z', '2020-06-01T00:00:00Z')).toBe(true)
  expect(await found('2020-05-01T00:00:00Z', '2020-05-10T00:00:00Z')).toBe(false)
  expect(await found('2020-05-20T00:00:00Z', '2020-06-01T00:00:00Z')).toBe(false)
})

test('a list goes on where its page ended', async ({ db }) => {
  const times = ['2021-01-01', '2021-01-02', '2021-01-02', '2021-01-03'].map((day) => `${day}T00:00:00.000Z`)
  for (const at of times) await createAnnotation(db, manager, anAnnotation({ at }))
  const range = { from: '2021-01-01T00:00:00Z', to: '2021-02-01T00:00:00Z', limit: 3 }
  const first = await listAnnotations(db, range)
  const second = await listAnnotations(db, { ...range, after: first.next ?? '' })
  expect([...first.items, ...second.items].map(({ at }) => at)).toEqual(times)
  expect(second.next).toBeNull()
})

test('nobody overwrites or removes what they have not seen', async ({ db }) => {
  const created = await createAnnotation(db, manager, anAnnotation())
  const changed = await updateAnnotation(db, manager, { id: created.id, version: 1, text: '2.4.1 released' })
  expect(changed).toMatchObject({ text: '2.4.1 released', kind: 'release', version: 2 })
  const stale = { id: created.id, version: 1 }
  const refusal = { code: 'annotation.changed', extra: { annotation: { version: 2, text: '2.4.1 released' } } }
  await expect(updateAnnotation(db, manager, { ...stale, text: 'mine' })).rejects.toMatchObject(refusal)
  await expect(deleteAnnotation(db, manager, stale)).rejects.toMatchObject(refusal)
  await deleteAnnotation(db, manager, { id: created.id, version: 2 })
  await expect(deleteAnnotation(db, manager, { id: created.id, version: 2 })).rejects.toMatchObject({
    code: 'annotation.not_found',
  })
})

test('what ends before it begins is refused, also by a change of one end', async ({ db }) => {
  const early = { code: 'annotation.ends_early', kind: 'invalid' }
  await expect(createAnnotation(db, manager, anAnnotation({ until: '2026-11-10T12:00:00Z' }))).rejects.toMatchObject(
    early,
  )
  const { id } = await createAnnotation(db, manager, anAnnotation({ until: '2026-11-11T00:00:00Z' }))
  await expect(updateAnnotation(db, manager, { id, version: 1, at: '2026-11-12T00:00:00Z' })).rejects.toMatchObject(
    early,
  )
})

test('every change is in the audit log', async ({ db }) => {
  const { id } = await createAnnotation(db, manager, anAnnotation())
  await updateAnnotation(db, manager, { id, version: 1, kind: 'note' })
  await deleteAnnotation(db, manager, { id, version: 2 })
  const entries = await db
    .selectFrom('audit_entry')
    .select('action')
    .where('target_id', '=', id)
    .orderBy('id')
    .execute()
  expect(entries.map(({ action }) => action)).toEqual([
    'annotation.created',
    'annotation.updated',
    'annotation.deleted',
  ])
})

test('a manager writes and an executive reads, over HTTP and on the timeline', async ({ web }) => {
  const cookie = await cookieOf(web, await aPerson(web, { role: 'manager' }))
  const path = '/api/v1/annotations'
  const created = await call(POST, {
    method: 'POST',
    path,
    body: createAnnotationBody.parse(anAnnotation()),
    headers: { cookie },
  })
  expect(created.status).toBe(201)
  const { id } = await created.json()
  const one = { path: `${path}/${id}`, params: { id } }

  const reader = { cookie: await cookieOf(web, await aPerson(web, { role: 'executive' })) }
  expect((await call(GET, { path, headers: reader })).status).toBe(200)
  expect(await (await call(GET_ONE, { ...one, headers: reader })).json()).toMatchObject({ id, text: '2.4 released' })
  expect(
    (await call(DELETE, { ...one, method: 'DELETE', path: `${one.path}?version=1`, headers: reader })).status,
  ).toBe(403)

  const onTimeline = async (to: string) => {
    const timeline = `/api/v1/timeline?from=2026-11-01T00:00:00Z&to=${to}`
    return (await (await call(GET_TIMELINE, { path: timeline, headers: reader })).json()).items
  }
  expect(await onTimeline('2026-12-01T00:00:00Z')).toMatchObject([{ source: 'annotations', text: '2.4 released' }])
  expect(await onTimeline('2026-11-05T00:00:00Z')).toEqual([])

  const patch = await call(PATCH, { ...one, method: 'PATCH', body: { version: 7, text: 'x' }, headers: { cookie } })
  expect(patch.status).toBe(409)
  expect(await patch.json()).toMatchObject({ code: 'annotation.changed', annotation: { id, version: 1 } })
  const removed = await call(DELETE, { ...one, method: 'DELETE', path: `${one.path}?version=1`, headers: { cookie } })
  expect(removed.status).toBe(204)
})

test('a body with nothing to say is refused with the field named', async ({ web }) => {
  const cookie = await cookieOf(web, await aPerson(web, { role: 'manager' }))
  const body = { at: '2026-11-10T12:00:00Z', text: '  ' }
  const answer = await call(POST, { method: 'POST', path: '/api/v1/annotations', body, headers: { cookie } })
  expect(answer.status).toBe(422)
  expect(await answer.json()).toMatchObject({ errors: [{ path: 'text' }] })
})
