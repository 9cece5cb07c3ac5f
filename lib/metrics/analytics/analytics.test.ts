import { GET, POST } from '@/app/api/v1/analytics/route'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { writeSamples } from '../commands/write-samples'
import { expandNestedParams } from './nested-query'
import type { AnalyticsPage } from './schema'

const PATH = '/api/v1/analytics'

const as = async (db: Db, role: 'operator' | 'executive') => ({
  authorization: `Bearer ${await aKey(db, role)}`,
  origin: '',
})

async function push(db: Db, body: unknown, role: 'operator' | 'executive' = 'operator') {
  const response = await call(POST, { method: 'POST', path: PATH, body, headers: await as(db, role) })
  return { status: response.status, body: await response.json() }
}

async function find(db: Db, query: string): Promise<AnalyticsPage & { status: number }> {
  const response = await call(GET, { path: `${PATH}?${query}`, headers: await as(db, 'executive') })
  return { status: response.status, ...(await response.json()) }
}

const record = (type: string, day: number, count: number) => ({
  type,
  count,
  timestamp: `2024-05-${String(day).padStart(2, '0')}T00:00:00.000Z`,
})

test('a pushed record is answered as it stands and found again by its IR Engine name', async ({ web }) => {
  const pushed = await push(web, { ...record('instanceUsers', 1, 7), metadata: { by: 'test' } })
  expect(pushed.status).toBe(201)
  expect(pushed.body).toEqual({
    id: expect.stringMatching(/^\d+-\d+$/),
    type: 'instanceUsers',
    count: 7,
    timestamp: '2024-05-01T00:00:00.000Z',
    metadata: { by: 'test' },
  })
  const found = await find(
    web,
    'type=instanceUsers&timestamp[$gte]=2024-05-01T00:00:00Z&timestamp[$lte]=2024-05-01T00:00:00Z',
  )
  expect(found).toEqual({ status: 200, total: 1, limit: 10, skip: 0, data: [pushed.body] })
  expect((await find(web, `id=${pushed.body.id}`)).data).toEqual([pushed.body])
  expect((await find(web, `id[$ne]=${pushed.body.id}&type=instanceUsers`)).data).toEqual([])
})

test('operators, sorting, limits and nested $or are those of Feathers', async ({ web }) => {
  await push(
    web,
    [1, 2, 3, 4, 5].map((day) => record('channelUsers', day, day * 10)),
  )
  await push(web, record('activeScenes', 3, 2))
  const counts = async (query: string) => (await find(web, query)).data.map((one) => one.count)
  expect(await counts('type=channelUsers')).toEqual([10, 20, 30, 40, 50])
  expect(await counts('type=channelUsers&$sort[timestamp]=-1&$limit=2')).toEqual([50, 40])
  expect(await counts('type=channelUsers&$sort[createdAt]=1&$skip=3')).toEqual([40, 50])
  expect(await counts('type=channelUsers&count[$gt]=10&count[$lt]=40')).toEqual([20, 30])
  expect(await counts('type=channelUsers&count[$in][]=10&count[$in][]=50')).toEqual([10, 50])
  expect(
    await counts('type[$in][]=channelUsers&type[$in][]=activeScenes&count[$ne]=30&createdAt[$gte]=2024-05-03'),
  ).toEqual([2, 40, 50])
  expect(await counts('$or[0][type]=activeScenes&$or[1][$or][0][count]=10&$or[1][$or][1][count]=20')).toEqual([
    10, 20, 2,
  ])
  expect(await find(web, 'type=channelUsers&$limit=0')).toEqual({ status: 200, total: 5, limit: 0, skip: 0, data: [] })
  expect((await find(web, '$limit=5000')).limit).toBe(1000)
  expect((await find(web, 'type=nothing')).total).toBe(0)
})

test('what can not be understood is refused with the field named', async ({ web }) => {
  for (const query of [
    'type[$like]=x',
    'unknown=1',
    '$limit=-1',
    'timestamp[$gte]=yesterday',
    '$sort[metadata]=1',
    'action=dailyThings',
  ]) {
    expect((await find(web, query)).status, query).toBe(422)
  }
})

test('only an operator pushes, and only what is sampled', async ({ web }) => {
  expect((await push(web, record('instanceUsers', 9, 1), 'executive')).status).toBe(403)
  const refused = async (body: unknown) => {
    const { status, body: problem } = await push(web, body)
    return [status, problem.code, problem.errors?.[0]?.path]
  }
  expect(await refused(record('nonsense', 9, 1))).toEqual([422, 'sample.unknown_metric', 'type'])
  expect(await refused(record('messages', 9, 1))).toEqual([422, 'sample.counted_metric', 'type'])
  expect(await refused({ type: 'instanceUsers', count: 1e300 })).toEqual([422, 'sample.out_of_range', 'count'])
  expect(await refused({ type: 'instanceUsers', count: 1, timestamp: '2199-01-01T00:00:00Z' })).toEqual([
    422,
    'sample.bad_time',
    'timestamp',
  ])
  expect(await refused({ type: 'instanceUsers', count: 'many' })).toEqual([422, 'input.invalid', 'count'])
  for (const body of [{ type: 'instanceUsers', count: 'many' }, [{ type: 'instanceUsers', count: 'many' }]]) {
    const { errors } = (await push(web, body)).body
    expect(errors?.[0]?.message).toBe('must be a number')
  }
  expect((await find(web, 'timestamp=2024-05-09')).total).toBe(0)
})

test('a collected value stands against a pushed one, whichever came first', async ({ web }) => {
  const at = new Date('2024-06-01T00:00:00Z')
  await push(web, { type: 'activeInstances', count: 3, timestamp: at.toISOString() })
  await inTransaction(web, (trx) =>
    writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: [{ metric: 'active_instances', at, value: 1, seconds: 60 }],
    }),
  )
  expect((await push(web, { type: 'activeInstances', count: 9, timestamp: at.toISOString() })).body.count).toBe(1)
})

test('action answers the day figures, newest first', async ({ web }) => {
  await web
    .insertInto('metric')
    .values({ name: 'daily_active_users' })
    .onConflict((oc) => oc.doNothing())
    .execute()
  const metric = await web
    .selectFrom('metric')
    .select('id')
    .where('name', '=', 'daily_active_users')
    .executeTakeFirstOrThrow()
  const series = await web
    .insertInto('series')
    .values({ metric_id: metric.id, labels: '{}' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const figure = (day: string, n: number) => ({
    series_id: series.id,
    day,
    samples: n,
    sum: n,
    min: n,
    max: n,
    first: n,
    last: n,
    value_seconds: 0,
    covered_seconds: 0,
  })
  await web
    .insertInto('rollup_day')
    .values([figure('2024-05-01', 4), figure('2024-05-02', 6)])
    .execute()
  const found = await find(web, 'action=dailyUsers')
  expect(found.data.map(({ type, count, timestamp }) => [type, count, timestamp])).toEqual([
    ['dailyUsers', 6, '2024-05-02T00:00:00.000Z'],
    ['dailyUsers', 4, '2024-05-01T00:00:00.000Z'],
  ])
  await rollUpDirty(web)
})

test('brackets unfold to objects and lists, and to nothing dangerous', () => {
  expect(expandNestedParams({ 'a[$in][]': ['1', '2'], b: 'x', '$or[0][c]': '3', '$or[1][c]': '4' })).toEqual({
    a: { $in: ['1', '2'] },
    b: 'x',
    $or: [{ c: '3' }, { c: '4' }],
  })
  expect(Object.keys(expandNestedParams({ '__proto__[polluted]': '1' }))).toEqual(['__proto__'])
  expect(({} as Record<string, unknown>).polluted).toBeUndefined()
})
