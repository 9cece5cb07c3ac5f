import { POST as eraseRoute, GET as previewRoute } from '@/app/api/v1/members/[id]/erasure/route'
import type { Db } from '@/lib/core/db/types'
import { guildhall } from '@/tests/support/guildhall'
import { aDecision } from '@/tests/support/moderation'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'

const memberOf = async (db: Db, externalId: string): Promise<number> =>
  (await db.selectFrom('member').select('id').where('external_id', '=', externalId).executeTakeFirstOrThrow()).id

const ask = (handler: unknown, id: number, headers: Record<string, string>, body?: unknown) =>
  call(handler, {
    ...{ method: body ? 'POST' : 'GET', path: `/api/v1/members/${id}/erasure`, params: { id: String(id) }, headers },
    ...(body ? { body } : {}),
  })

test('by the API: what would go, 201 when it goes, 200 when it has gone, once for each Idempotency-Key', async ({
  web: db,
}) => {
  const id = await memberOf(db, (await aDecision(db)).memberId)
  const authorization = `Bearer ${await aKey(db, 'manager', ['members:erase'])}`
  const preview = await ask(previewRoute, id, { authorization })
  expect(await preview.json()).toMatchObject({ memberId: id, cases: 1, reports: 0, erasedAt: null })
  expect((await ask(eraseRoute, id, { authorization }, { reason: ' ' })).status).toBe(422)
  expect((await ask(eraseRoute, id, { authorization }, { reason: 'x', name: 'y' })).status).toBe(422)
  expect((await ask(eraseRoute, 999_999, { authorization }, { reason: 'x' })).status).toBe(404)
  const headers = { authorization, 'idempotency-key': 'erase' }
  const first = await ask(eraseRoute, id, headers, { reason: 'They asked for it' })
  const erased = await first.json()
  expect([first.status, erased]).toEqual([201, { memberId: id, erasedAt: expect.any(String), isComplete: true }])
  const replayed = await ask(eraseRoute, id, headers, { reason: 'They asked for it' })
  expect([replayed.status, await replayed.json()]).toEqual([201, erased])
  const again = await ask(eraseRoute, id, { authorization }, { reason: 'They asked for it' })
  expect([again.status, await again.json()]).toEqual([200, erased])
  const other = `Bearer ${await aKey(db, 'moderator')}`
  expect((await ask(eraseRoute, id, { authorization: other }, { reason: 'x' })).status).toBe(403)
})

test('by the command line: shown, refused without --yes, and done', async ({ web: db }) => {
  const { memberId: externalId } = await aDecision(db)
  const id = await memberOf(db, externalId)
  const shown = await guildhall(['member', 'show', externalId, '--platform-id', '--json'])
  expect(shown.json).toMatchObject({ memberId: id, externalId, cases: 1 })
  const erase = ['member', 'erase', String(id), '--reason', 'They asked for it']
  const refused = await guildhall(erase)
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--yes')])
  expect(await memberOf(db, externalId)).toBe(id)
  const done = await guildhall([...erase, '--yes', '--json'])
  expect([done.code, done.json]).toMatchObject([0, { memberId: id, isNew: true }])
  expect((await guildhall([...erase, '--yes'])).stdout).toContain('was already erased')
  expect((await guildhall(['member', 'show', externalId, '--platform-id'])).code).toBe(1)
  const { json } = await guildhall(['doctor', '--json'])
  const checks = json.checks as { name: string; state: string }[]
  expect(checks.find(({ name }) => name === 'Erased members')).toMatchObject({ state: 'ok' })
})
