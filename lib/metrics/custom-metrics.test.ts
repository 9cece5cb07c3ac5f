import { sql } from 'kysely'
import { describe } from 'vitest'
import { GET as HEATMAP } from '@/app/api/v1/heatmap/route'
import { PATCH as CHANGE, GET as READ, DELETE as REMOVE } from '@/app/api/v1/metrics/[name]/route'
import { POST as CREATE, GET as LIST } from '@/app/api/v1/metrics/route'
import { POST as PUSH } from '@/app/api/v1/samples/route'
import { GET as COMPARE } from '@/app/api/v1/series/comparison/route'
import { GET as PROVENANCE } from '@/app/api/v1/series/provenance/route'
import { GET as SERIES } from '@/app/api/v1/series/route'
import { GET as TOPS } from '@/app/api/v1/tops/route'
import type { Db } from '@/lib/core/db/types'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { SERIES_MAX } from './commands/push-samples'
import { rollUpDirty } from './commands/roll-up'

const DAY = '2026-10-01'
/** Of all players, in the mean over the day. */
const WHOLE = 20 + (6 * 0.25) / 24
const RANGE = `from=${DAY}&to=2026-10-02&zone=UTC&asOf=2026-10-05T00:00:00Z`

const keys = new Map<string, Promise<string>>()

async function ask(db: Db, role: 'manager' | 'operator' | 'executive', handler: unknown, request: Asked) {
  const key = keys.get(role) ?? aKey(db, role)
  keys.set(role, key)
  const { method = 'GET', path, body, params, headers = {} } = request
  const response = await call(handler, {
    method,
    path,
    ...(body === undefined ? {} : { body }),
    ...(params ? { params } : {}),
    headers: { authorization: `Bearer ${await key}`, ...headers },
  })
  return {
    status: response.status,
    headers: response.headers,
    body: response.status === 204 ? null : await response.json(),
  }
}

interface Asked {
  method?: string
  path: string
  body?: unknown
  params?: Record<string, string>
  headers?: Record<string, string>
}

const create = (db: Db, given: object) =>
  ask(db, 'manager', CREATE, {
    method: 'POST',
    path: '/api/v1/metrics',
    body: { title: 'A metric', unit: 'players', kind: 'gauge', ...given },
  })

const change = (db: Db, name: string, body: object) =>
  ask(db, 'manager', CHANGE, { method: 'PATCH', path: `/api/v1/metrics/${name}`, params: { name }, body })

const remove = (db: Db, name: string, query: string) =>
  ask(db, 'manager', REMOVE, { method: 'DELETE', path: `/api/v1/metrics/${name}?${query}`, params: { name } })

const push = (db: Db, samples: readonly unknown[], headers = {}) =>
  ask(db, 'operator', PUSH, { method: 'POST', path: '/api/v1/samples', body: { samples }, headers })

const series = async (db: Db, query: string) =>
  (await ask(db, 'executive', SERIES, { path: `/api/v1/series?${RANGE}&${query}` })).body

const at = (hour: number, minute = 0) =>
  `${DAY}T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00.000Z`

const valuesOf = (answer: { series: { labels: object; summary: { value: number } }[] }) =>
  answer.series.map(({ labels, summary }) => [labels, summary.value])

/** Two servers in two regions, and one that is replaced by another at noon; all day, every half hour. */
async function fillPlayers(db: Db): Promise<void> {
  await create(db, { name: 'players', overLabels: 'sum', group: 'games' })
  const slots = Array.from({ length: 48 }, (_, slot) => slot)
  const of = (slot: number, labels: object, value: number) => ({
    ...{ metric: 'players', at: at(Math.floor(slot / 2), (slot % 2) * 30), value, seconds: 1_800, labels },
  })
  const samples = slots.flatMap((slot) => [
    of(slot, { server: 'a', region: 'eu' }, 10),
    of(slot, { server: 'b', region: 'us' }, 4),
    of(slot, { server: slot < 24 ? 'c' : 'd', region: 'us' }, 6),
  ])
  const { body } = await push(db, samples)
  expect(body).toMatchObject({ stored: samples.length, refused: 0 })
  // What the last sample leaves behind midnight is none of this day's.
  await rollUpDirty(db)
}

describe('a metric that people make', () => {
  test('is made, changed under its version, archived, brought back and removed with what was measured', async ({
    web: db,
  }) => {
    const made = await create(db, { name: 'queue_length', unit: 'people', definition: 'People who wait.' })
    expect(made.status).toBe(201)
    expect(made.headers.get('location')).toBe('/api/v1/metrics/queue_length')
    expect(made.body).toMatchObject({
      name: 'queue_length',
      version: 1,
      overTime: 'mean',
      overLabels: 'sum',
      archivedAt: null,
    })
    expect((await change(db, 'queue_length', { version: 1, title: 'Waiting' })).body).toMatchObject({
      title: 'Waiting',
      version: 2,
    })
    const stale = await change(db, 'queue_length', { version: 1, title: 'Other' })
    expect([stale.status, stale.body.code, stale.body.metric.title]).toEqual([409, 'metric.changed', 'Waiting'])
    await push(db, [{ metric: 'queue_length', at: at(1), value: 3 }])
    expect((await remove(db, 'queue_length', 'version=2')).status).toBe(204)
    const { body: archived } = await ask(db, 'executive', READ, {
      path: '/api/v1/metrics/queue_length',
      params: { name: 'queue_length' },
    })
    expect(archived).toMatchObject({ version: 3, archivedAt: expect.any(String) })
    const names = async (query = '') =>
      (await ask(db, 'executive', LIST, { path: `/api/v1/metrics?limit=200${query}` })).body.items.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names()).not.toContain('queue_length')
    expect(await names('&archived=true')).toContain('queue_length')
    const { body } = await push(db, [{ metric: 'queue_length', at: at(2), value: 3 }])
    expect(body.results[0]).toMatchObject({ status: 422, problem: { code: 'metric.archived' } })
    expect((await change(db, 'queue_length', { version: 3, isArchived: false })).body.archivedAt).toBeNull()
    expect((await remove(db, 'queue_length', 'version=4&withSamples=true')).status).toBe(204)
    expect(await db.selectFrom('metric').select('name').where('name', '=', 'queue_length').execute()).toEqual([])
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from sample where series_id not in (select id from series)`.execute(db)
    expect(rows[0]?.n).toBe(0)
    const audit = await db
      .selectFrom('audit_entry')
      .select('action')
      .where('target_id', '=', 'queue_length')
      .orderBy('id')
      .execute()
    expect(audit.map(({ action }) => action)).toEqual([
      ...['metric.created', 'metric.updated', 'metric.updated', 'metric.updated', 'metric.deleted'],
    ])
  })

  test('takes no name of Guildhall’s own and none that is taken, and Guildhall’s own can not be changed', async ({
    web: db,
  }) => {
    expect((await create(db, { name: 'messages' })).body).toMatchObject({ status: 409, code: 'metric.name_taken' })
    expect((await create(db, { name: 'taken' })).status).toBe(201)
    expect((await create(db, { name: 'taken' })).status).toBe(409)
    expect((await change(db, 'messages', { version: 1, title: 'x' })).body).toMatchObject({
      status: 409,
      code: 'metric.built_in',
    })
    for (const name of ['Upper', '1st', 'a-b', 'x'.repeat(65), ''])
      expect((await create(db, { name })).status, name).toBe(422)
    expect((await create(db, { name: 'event_like', kind: 'event' })).status).toBe(422)
    expect((await create(db, { name: 'wrong_time', overTime: 'sum' })).status).toBe(422)
  })

  test('of those who make the same name at once, one does', async ({ web: db }) => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => create(db, { name: 'contested' })))
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409])
  })
})

describe('levels', () => {
  test('a missing level is summed from the finest that has it, by any labels and filters, and covers what any part covers', async ({
    web: db,
  }) => {
    await fillPlayers(db)
    // c and d stood half a day each, and c, as every level, half an interval longer than it was told.
    expect(valuesOf(await series(db, 'metric=players&resolution=day'))).toEqual([[{}, WHOLE]])
    expect(valuesOf(await series(db, 'metric=players&resolution=hour'))).toEqual([[{}, WHOLE]])
    expect(valuesOf(await series(db, 'metric=players&resolution=day&by=region'))).toEqual([
      [{ region: 'us' }, WHOLE - 10],
      [{ region: 'eu' }, 10],
    ])
    expect(valuesOf(await series(db, 'metric=players&resolution=day&by=region&by=server&label.region=us'))).toEqual(
      [
        [{ region: 'us', server: 'b' }, 4],
        [{ region: 'us', server: 'c' }, 3 + (6 * 0.25) / 24],
        [{ region: 'us', server: 'd' }, 3],
      ].map(([labels, value]) => [labels, expect.closeTo(value as number, 9)]),
    )
    const top = await series(db, 'metric=players&resolution=day&by=server&top=1')
    expect(valuesOf(top)).toEqual([
      [{ server: 'a' }, 10],
      [{ server: 'other' }, expect.closeTo(10 + (6 * 0.25) / 24, 9)],
    ])
    expect((await series(db, 'metric=players&resolution=day&label.server=b&label.region=us')).series[0]).toMatchObject({
      name: 'server=b · region=us',
      summary: { value: 4 },
    })
    expect(await series(db, 'metric=players&by=planet')).toMatchObject({ status: 422, code: 'label.unknown' })
  })

  test('what is stored of a level is answered by itself and never mixed with another', async ({ web: db }) => {
    await create(db, { name: 'seats', overLabels: 'sum' })
    await push(db, [
      { metric: 'seats', at: at(3), value: 100, seconds: 3_600 },
      { metric: 'seats', at: at(3), value: 1, seconds: 3_600, labels: { room: 'x' } },
      { metric: 'seats', at: at(3), value: 2, seconds: 3_600, labels: { room: 'x', row: '1' } },
    ])
    await rollUpDirty(db)
    expect(valuesOf(await series(db, 'metric=seats&resolution=day'))).toEqual([[{}, 100]])
    expect(valuesOf(await series(db, 'metric=seats&resolution=day&by=room'))).toEqual([[{ room: 'x' }, 1]])
    expect(valuesOf(await series(db, 'metric=seats&resolution=day&by=row'))).toEqual([[{ row: '1' }, 2]])
  })

  test('where values do not add up, only stored levels answer', async ({ web: db }) => {
    await create(db, { name: 'temperature', unit: 'degrees', overLabels: 'none' })
    await push(db, [
      { metric: 'temperature', at: at(5), value: 20, seconds: 3_600, labels: { host: 'a', part: 'cpu' } },
      { metric: 'temperature', at: at(6), value: 40, seconds: 3_600, labels: { host: 'b', part: 'cpu' } },
    ])
    await rollUpDirty(db)
    // Each is the mean over its own time, for nothing says that it was zero at another.
    expect(valuesOf(await series(db, 'metric=temperature&resolution=day&by=host&by=part'))).toEqual([
      [{ host: 'b', part: 'cpu' }, 40],
      [{ host: 'a', part: 'cpu' }, 20],
    ])
    for (const query of ['', '&by=host', '&label.part=cpu'])
      expect(await series(db, `metric=temperature&resolution=day${query}`)).toMatchObject({
        status: 422,
        code: 'level.not_stored',
      })
  })

  test('such a metric has its comparison, its top list, its hours and what is behind each point', async ({
    web: db,
  }) => {
    const get = async (handler: unknown, path: string) =>
      (await ask(db, 'executive', handler, { path: `/api/v1/${path}` })).body
    expect(await get(COMPARE, `series/comparison?metric=players&${RANGE}&resolution=day`)).toMatchObject({
      current: { summary: { value: WHOLE } },
      previous: { summary: { value: null } },
    })
    expect(await get(TOPS, `tops?metric=players&by=region&${RANGE}`)).toMatchObject({
      total: WHOLE,
      items: [
        { id: 'us', value: WHOLE - 10 },
        { id: 'eu', value: 10 },
      ],
    })
    const { cells } = await get(HEATMAP, `heatmap?metric=players&${RANGE}`)
    // A Thursday.
    expect(cells.filter(({ value }: { value: number | null }) => value !== null)).toHaveLength(24)
    expect(cells.find(({ weekday, hour }: Record<string, number>) => weekday === 4 && hour === 9).value).toBe(20)
    const behind = await get(
      PROVENANCE,
      `series/provenance?metric=players&resolution=hour&at=${at(9)}&zone=UTC&label.server=a`,
    )
    expect(behind).toMatchObject({ basis: 'samples', rows: 2, samples: [{ value: 10 }, { value: 10 }, { value: 10 }] })
  })
})

describe('the ratio of two metrics', () => {
  test('is the ratio of sums, by label too, and a gap where the denominator is 0', async ({ web: db }) => {
    for (const name of ['wins', 'games']) await create(db, { name, kind: 'increment', unit: 'games' })
    const made = await create(db, {
      name: 'win_rate',
      kind: 'ratio',
      unit: 'share',
      relation: { numerator: 'wins', denominator: 'games' },
    })
    expect(made.status).toBe(201)
    const of = (metric: string, hour: number, value: number, team: string) => ({
      ...{ metric, at: at(hour), value, seconds: 3_600, labels: { team } },
    })
    await push(db, [
      ...[of('games', 1, 10, 'red'), of('wins', 1, 5, 'red'), of('games', 2, 90, 'red'), of('wins', 2, 9, 'red')],
      ...[of('games', 1, 10, 'blue'), of('wins', 1, 10, 'blue'), of('games', 3, 0, 'red'), of('wins', 3, 0, 'red')],
    ])
    await rollUpDirty(db)
    const whole = await series(db, 'metric=win_rate&resolution=hour')
    expect(whole.series[0].summary.value).toBe(24 / 110)
    expect(whole.series[0].points.map((point: { value: number }) => point.value)).toEqual([15 / 20, 9 / 90])
    expect(valuesOf(await series(db, 'metric=win_rate&resolution=hour&by=team&top=1'))).toEqual([
      [{ team: 'red' }, 14 / 100],
      [{ team: 'other' }, 1],
    ])
    expect((await remove(db, 'wins', 'version=1&withSamples=true')).body).toMatchObject({ code: 'metric.in_use' })
    expect(
      (await create(db, { name: 'no_rate', kind: 'ratio', relation: { numerator: 'members', denominator: 'games' } }))
        .status,
    ).toBe(422)
  })
})

describe('POST /samples', () => {
  test('gives a verdict on each row, and stores those that are right', async ({ web: db }) => {
    await create(db, { name: 'load' })
    const ok = { metric: 'load', at: at(7), value: 1 }
    const wrong: [object, string][] = [
      [{ ...ok, metric: 'nothing_like_it' }, "The metric nothing_like_it doesn't exist."],
      [{ ...ok, metric: 'messages' }, 'messages is counted'],
      [{ ...ok, value: 1e200 }, 'load'],
      [{ ...ok, value: '1' }, 'value'],
      [{ ...ok, at: '2199-01-01T00:00:00Z' }, 'future'],
      [{ ...ok, at: '1999-01-01T00:00:00Z' }, '2000'],
      [{ ...ok, seconds: 0 }, 'seconds'],
      [{ ...ok, labels: { Upper: 'x' } }, 'labels'],
      [{ ...ok, labels: { x: '' } }, 'labels'],
      [{ ...ok, labels: { x: 'y'.repeat(201) } }, '200'],
      [{ ...ok, labels: Object.fromEntries(Array.from({ length: 17 }, (_, n) => [`l${n}`, 'x'])) }, '16'],
      [{ ...ok, labels: { channel: '1' }, metric: 'active_users' }, 'no label channel'],
      [{ ...ok, extra: 1 }, 'extra'],
      [7 as unknown as object, ''],
    ]
    const { status, body } = await push(db, [
      ok,
      ...wrong.map(([row]) => row),
      { ...ok, labels: { x: '😀'.repeat(200) } },
      ok,
    ])
    expect(status).toBe(200)
    expect(body.results[0]).toEqual({ status: 200, outcome: 'stored' })
    for (const [index, [row, words]] of wrong.entries()) {
      const verdict = body.results[index + 1]
      expect(verdict.status, JSON.stringify(row)).toBe(422)
      expect(JSON.stringify(verdict.problem)).toContain(words)
    }
    expect(body.results.at(-2)).toEqual({ status: 200, outcome: 'stored' })
    // One instant of one series once.
    expect(body.results.at(-1)).toMatchObject({ status: 422, problem: { code: 'sample.repeated' } })
    expect(body).toMatchObject({ stored: 2, refused: wrong.length + 1 })
  })

  test('numbers that JSON can not hold are refused by row', async ({ web: _db }) => {
    const response = await call(PUSH, {
      method: 'POST',
      path: '/api/v1/samples',
      body: JSON.parse(`{"samples":[{"metric":"load","at":"${at(8)}","value":1e999}]}`),
      headers: { authorization: `Bearer ${await keys.get('operator')}` },
    })
    expect((await response.json()).results[0].status).toBe(422)
  })

  test('a later push corrects an earlier one, whatever its value, and not what was collected', async ({ web: db }) => {
    const row = { metric: 'load', at: at(10), value: 9, seconds: 3_600 }
    await push(db, [row])
    expect((await push(db, [{ ...row, value: 2 }])).body.results).toEqual([{ status: 200, outcome: 'stored' }])
    await rollUpDirty(db)
    const points = (await series(db, 'metric=load&resolution=hour')).series[0].points
    expect(points.find((point: { at: string }) => point.at === at(10)).value).toBe(2)
    await sql`update sample set origin = 3 where at = ${at(10)}`.execute(db)
    expect((await push(db, [{ ...row, value: 5 }])).body.results).toEqual([{ status: 200, outcome: 'kept' }])
  })

  test('once for each Idempotency-Key', async ({ web: db }) => {
    const headers = { 'idempotency-key': 'samples-1' }
    const first = await push(db, [{ metric: 'load', at: at(12), value: 1 }], headers)
    const second = await push(db, [{ metric: 'load', at: at(12), value: 1 }], headers)
    expect(second.headers.get('idempotency-replayed')).toBe('true')
    expect(second.body).toEqual(first.body)
  })

  test('more than 500 rows, and a caller without the right, are refused whole', async ({ web: db }) => {
    const row = { metric: 'load', at: at(1), value: 1 }
    expect(
      (
        await push(
          db,
          Array.from({ length: 501 }, () => row),
        )
      ).status,
    ).toBe(422)
    expect(
      (await ask(db, 'executive', PUSH, { method: 'POST', path: '/api/v1/samples', body: { samples: [row] } })).status,
    ).toBe(403)
    expect((await ask(db, 'executive', CREATE, { method: 'POST', path: '/api/v1/metrics', body: {} })).status).toBe(403)
  })

  test('a metric has 10,000 series, also where many are added at once, and the refusal names it', async ({
    web: db,
  }) => {
    await create(db, { name: 'crowded' })
    await sql`insert into series (metric_id, labels)
      select id, jsonb_build_object('n', n::text) from metric, generate_series(1, ${SERIES_MAX - 25}) as n where name = 'crowded'`.execute(
      db,
    )
    const batch = (n: number) =>
      Array.from({ length: 10 }, (_, row) => ({
        metric: 'crowded',
        at: at(1),
        value: 1,
        labels: { n: `new ${n} ${row}` },
      }))
    const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => push(db, batch(n))))
    const results = answers.flatMap(({ body }) => body.results)
    expect(results.filter(({ status }) => status === 200)).toHaveLength(25)
    const refused = results.filter(({ status }) => status === 422)
    expect(refused).toHaveLength(35)
    expect(refused[0].problem).toMatchObject({
      code: 'metric.too_many_series',
      detail: expect.stringContaining('crowded'),
    })
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from series join metric on metric.id = metric_id where name = 'crowded'`.execute(db)
    expect(rows[0]?.n).toBe(SERIES_MAX)
    // What is there already still takes samples.
    expect((await push(db, [{ metric: 'crowded', at: at(2), value: 1, labels: { n: '1' } }])).body.stored).toBe(1)
  })
})
