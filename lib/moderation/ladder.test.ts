import { GET, PUT } from '@/app/api/v1/ladder/route'
import type { Db } from '@/lib/core/db/types'
import { actorOf, aPerson, cookieOf } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { replaceLadder } from './commands/replace-ladder'
import { getLadder } from './queries/get-ladder'
import { type LadderStep, ladderBody } from './schema/ladder'

const mute = (points: number): LadderStep => ({ points, days: 30, action: 'mute', minutes: 60, isApplied: false })
const aManager = async (db: Db) => actorOf(await aPerson(db, { role: 'manager' }))

test('the ladder is replaced whole, in order, by managers, and noted', async ({ web: db }) => {
  const ban: LadderStep = { points: 9, days: 365, action: 'ban', minutes: null, isApplied: true }
  const after = await replaceLadder(db, await aManager(db), { items: [ban, mute(3)] })
  expect(after.items).toEqual([mute(3), ban])
  expect(await getLadder(db)).toEqual(after)
  const entry = await db
    .selectFrom('audit_entry')
    .innerJoin('audit_detail', 'entry_id', 'id')
    .select(['action', 'detail'])
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
  expect(entry).toMatchObject({ action: 'ladder.replaced', detail: { after: { steps: [mute(3), ban] } } })
  const moderator = actorOf(await aPerson(db, { role: 'moderator' }))
  await expect(replaceLadder(db, moderator, { items: [] })).rejects.toMatchObject({ code: 'permission.denied' })
})

test('of 10 who replace the same version at once one does, and the others are told what there is now', async ({
  web: db,
}) => {
  const manager = await aManager(db)
  const { version } = await replaceLadder(db, manager, { items: [mute(100)] })
  const results = await Promise.allSettled(
    Array.from({ length: 10 }, (_, n) => replaceLadder(db, manager, { items: [mute(n + 1)], version })),
  )
  const won = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  expect(won).toHaveLength(1)
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ code: 'ladder.changed', extra: { ladder: won[0] } })
  }
})

test('steps that can not be are refused with their place', () => {
  const pathsOf = (items: unknown[]) =>
    ladderBody.safeParse({ items }).error?.issues.map(({ path }) => path.join('.')) ?? []
  expect(pathsOf([mute(3), mute(3)])).toEqual(['items.1.points'])
  expect(pathsOf([{ ...mute(3), minutes: null }])).toEqual(['items.0.minutes'])
  expect(pathsOf([{ ...mute(3), action: 'ban' }])).toEqual(['items.0.minutes'])
  expect(pathsOf([{ ...mute(0), days: 0 }])).toEqual(['items.0.points', 'items.0.days'])
  expect(pathsOf([{ ...mute(1), action: 'restore' }])[0]).toBe('items.0.action')
  expect(pathsOf(Array.from({ length: 21 }, (_, n) => mute(n + 1)))).toEqual(['items'])
})

test('what GET answers, PUT takes', async ({ web: db }) => {
  const cookie = await cookieOf(db, await aPerson(db, { role: 'manager' }))
  const { items, version } = await (await call(GET, { path: '/api/v1/ladder', headers: { cookie } })).json()
  const put = await call(PUT, { method: 'PUT', path: '/api/v1/ladder', body: { items, version }, headers: { cookie } })
  expect([put.status, await put.json()]).toEqual([200, { items, next: null, version }])
})
