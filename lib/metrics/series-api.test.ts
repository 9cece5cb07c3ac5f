import { sql } from 'kysely'
import { describe } from 'vitest'
import { GET as HEATMAP } from '@/app/api/v1/heatmap/route'
import { GET as LIST } from '@/app/api/v1/metrics/route'
import { GET as OVERVIEW } from '@/app/api/v1/overview/route'
import { POST as BATCH } from '@/app/api/v1/series/batch/route'
import { GET as COMPARE } from '@/app/api/v1/series/comparison/route'
import { GET as PROVENANCE } from '@/app/api/v1/series/provenance/route'
import { GET } from '@/app/api/v1/series/route'
import { GET as TOPS } from '@/app/api/v1/tops/route'
import { MESSAGES } from '@/lib/community/relations'
import { createPool } from '@/lib/core/db/client'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { rebuildLocalDays } from '@/lib/metrics/commands/rebuild-days'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { aKey } from '@/tests/support/staff'
import { call, expect, test } from '@/tests/support/web'
import { rollUpDirty } from './commands/roll-up'
import { touch } from './commands/touch'
import { writeSamples } from './commands/write-samples'
import { calendars } from './queries/buckets'
import { getBatch } from './queries/get-batch'

/** 10:00 in Berlin on a Monday. */
const AS_OF = '2024-06-10T08:00:00.000Z'

let headers: Record<string, string>
let channels: string[] = []

/** Two weeks of messages up to the as-of instant, in three channels, one every 20 minutes; who wrote repeats by seven. */
async function fill(db: Db): Promise<void> {
  const [from, to] = [new Date('2024-05-27T00:00:00Z'), new Date(AS_OF)]
  await ensurePartitions(db, 'message', from, to)
  await ensurePartitions(db, 'sample', from, to)
  await sql`insert into origin (name) values ('test')`.execute(db)
  await sql`insert into member (origin_id, external_id) select id, n::text from origin, generate_series(0, 6) as n`.execute(
    db,
  )
  await sql`insert into channel (origin_id, external_id, name) select id, n::text, 'channel ' || n from origin, generate_series(0, 2) as n`.execute(
    db,
  )
  await sql`insert into message (sent_at, channel_id, member_id)
    select ${from}::timestamptz + n * interval '20 minutes',
      (select id from channel where external_id = (case when n % 6 = 0 then 2 when n % 3 = 0 then 1 else 0 end)::text),
      (select id from member where external_id = (n * n % 7)::text)
    from generate_series(0, ${(to.getTime() - from.getTime()) / 1_200_000 - 1}::int) as n`.execute(db)
  const { rows } = await sql<{ at: Date; labels: { channel: string } }>`
    select distinct date_bin('15 minutes', sent_at, 'epoch') as at, jsonb_build_object('channel', channel_id::text) as labels from message`.execute(
    db,
  )
  await inTransaction(db, (trx) => touch(trx, MESSAGES, rows))
  await inTransaction(db, (trx) =>
    writeSamples(trx, {
      origin: 'collected',
      runId: null,
      samples: Array.from({ length: 48 }, (_, slot) => ({
        metric: 'active_users',
        at: new Date(to.getTime() - (48 - slot) * 1_800_000),
        value: slot,
        seconds: 1800,
      })),
    }),
  )
  await rollUpDirty(db)
  channels = (await sql<{ id: string }>`select id::text from channel order by external_id`.execute(db)).rows.map(
    (row) => row.id,
  )
}

async function get(handler: unknown, path: string) {
  const response = await call(handler, { path, headers })
  return { status: response.status, body: await response.json() }
}

async function post(path: string, body: unknown) {
  const response = await call(BATCH, { method: 'POST', path, body, headers })
  return { status: response.status, body: await response.json() }
}

const series = async (query: string) => get(GET, `/api/v1/series?${query}&asOf=${AS_OF}`)

const count = async (db: Db, where: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from message where ${sql.raw(where)}`.execute(db)).rows[0]?.n

const figureOf = (body: { figures: { metric: string }[] }) =>
  body.figures.find((figure) => figure.metric === 'active_users')

describe('the series API', () => {
  test('answers in exactly the promised shape', async ({ web }) => {
    headers = { authorization: `Bearer ${await aKey(web, 'executive')}`, origin: '' }
    await fill(web)
    await rebuildLocalDays(web, new AbortController().signal)
    const { status, body } = await series('metric=messages&from=2024-06-08&to=2024-06-11&zone=UTC&resolution=day')
    expect(status).toBe(200)
    expect(body).toMatchObject({ metric: 'messages', unit: 'messages', zone: 'UTC', resolution: 'day', asOf: AS_OF })
    expect(body.series).toHaveLength(1)
    expect(body.series[0].labels).toEqual({})
    expect(body.series[0].points).toEqual([
      {
        at: '2024-06-08T00:00:00.000Z',
        local: '2024-06-08',
        value: 72,
        min: null,
        max: null,
        samples: 72,
        coveredSeconds: 86_400,
        complete: true,
      },
      {
        at: '2024-06-09T00:00:00.000Z',
        local: '2024-06-09',
        value: 72,
        min: null,
        max: null,
        samples: 72,
        coveredSeconds: 86_400,
        complete: true,
      },
      {
        at: '2024-06-10T00:00:00.000Z',
        local: '2024-06-10',
        value: 24,
        min: null,
        max: null,
        samples: 24,
        coveredSeconds: 28_800,
        complete: false,
      },
    ])
  })

  test('counts events to the row in any zone, clipped to the range, and shows no local below a day', async ({
    web,
  }) => {
    for (const [zone, resolution] of [
      ['UTC', 'minute'],
      ['Asia/Kathmandu', 'hour'],
      ['Australia/Lord_Howe', 'day'],
      ['UTC', 'week'],
      ['America/St_Johns', 'month'],
      ['UTC', '15m'],
    ]) {
      const [from, to] =
        resolution === 'minute'
          ? ['2024-06-01T10:07:03Z', '2024-06-02T01:11:59Z']
          : ['2024-06-01T10:07:03Z', '2024-06-08T21:49:17Z']
      const { body } = await series(`metric=messages&from=${from}&to=${to}&zone=${zone}&resolution=${resolution}`)
      expect(body.series[0].summary.value, zone).toBe(await count(web, `sent_at >= '${from}' and sent_at < '${to}'`))
      expect('local' in body.series[0].points[0]).toBe(!['minute', '15m', 'hour'].includes(resolution ?? ''))
    }
  })

  test('events are 0 from the first row on and absent before it', async () => {
    const { body } = await series('metric=messages&from=2024-05-25&to=2024-05-29&zone=UTC&resolution=hour')
    expect(body.series[0].points[0].at).toBe('2024-05-27T00:00:00.000Z')
    expect((await series('metric=messages&from=2024-05-20&to=2024-05-25&zone=UTC')).body.series[0].points).toEqual([])
    expect((await series('metric=feature_usage&from=2024-06-01&to=2024-06-05&zone=UTC')).body.series[0].points).toEqual(
      [],
    )
    const quiet = await series(
      'metric=messages&from=2024-06-01T00:01:00Z&to=2024-06-01T00:19:00Z&zone=UTC&resolution=minute',
    )
    expect(quiet.body.series[0].points.map((point: { value: number }) => point.value)).toEqual(Array(18).fill(0))
  })

  test('auto is the finest resolution with at most 1,500 points', async () => {
    const resolution = async (metric: string, from: string, to: string) =>
      (await series(`metric=${metric}&from=${from}&to=${to}&zone=UTC`)).body.resolution
    expect(await resolution('messages', '2024-06-01T00:00:00Z', '2024-06-02T01:00:00Z')).toBe('minute')
    expect(await resolution('messages', '2024-06-01T00:00:00Z', '2024-06-02T01:01:00Z')).toBe('15m')
    expect(await resolution('messages', '2024-05-01', '2024-06-01')).toBe('hour')
    expect(await resolution('messages', '2023-06-01', '2024-06-01')).toBe('day')
    expect(await resolution('messages', '2014-06-01', '2024-06-01')).toBe('week')
    expect(await resolution('daily_active_users', '2024-06-01', '2024-06-02')).toBe('day')
  })

  test('refuses with 422 and names the parameter', async () => {
    for (const [query, path] of [
      ['metric=nothing&from=2024-06-01&to=2024-06-02', 'metric'],
      ['metric=messages&from=2024-06-01&to=2024-06-02&zone=Mars/Olympus', 'zone'],
      ['metric=messages&from=2023-06-01&to=2024-06-02&resolution=minute', 'resolution'],
      ['metric=messages&from=2023-06-01&to=2024-06-02&resolution=second', 'resolution'],
      ['metric=daily_active_users&from=2024-06-01&to=2024-06-02&resolution=hour', 'resolution'],
      ['metric=messages&from=2024-06-02&to=2024-06-01', 'to'],
      ['metric=messages&from=yesterday&to=2024-06-01', 'from'],
      ['metric=daily_active_users&from=0000-01-01&to=0001-01-01', 'from'],
      ['metric=members&from=2024-06-01&to=2024-06-02&by=channel', 'by'],
      ['metric=members&from=2024-06-01&to=2024-06-02&label.channel=1', 'label.channel'],
      ['metric=messages&from=2024-06-01&to=2024-06-02&surprise=1', ''],
    ]) {
      const { status, body } = await series(query ?? '')
      expect([status, body.errors?.[0]?.path], query).toEqual([422, path])
    }
  })

  test('breaks down by channel into the top and the rest, and filters by label', async ({ web }) => {
    const range = 'metric=messages&from=2024-06-01&to=2024-06-08&zone=UTC&resolution=day'
    const { body } = await series(`${range}&by=channel&top=1`)
    expect(body.series.map((line: { labels: object; name: string }) => [line.labels, line.name])).toEqual([
      [{ channel: channels[0] }, 'channel 0'],
      [{ channel: 'other' }, 'Other'],
    ])
    const inRange = "sent_at >= '2024-06-01' and sent_at < '2024-06-08'"
    expect(body.series[0].summary.value).toBe(await count(web, `channel_id = ${channels[0]} and ${inRange}`))
    expect(body.series[1].summary.value).toBe(await count(web, `channel_id <> ${channels[0]} and ${inRange}`))
    const filtered = await series(`${range}&label.channel=${channels[1]}`)
    expect(filtered.body.series).toHaveLength(1)
    expect(filtered.body.series[0]).toMatchObject({ labels: {}, name: 'channel 1' })
    expect(filtered.body.series[0].summary.value).toBe(await count(web, `channel_id = ${channels[1]} and ${inRange}`))
  })

  test('distinct members of weeks, ranges and "other" are counted anew', async ({ web }) => {
    const distinct = async (where: string) =>
      (
        await sql<{
          n: number
        }>`select count(distinct member_id)::int as n from message where ${sql.raw(where)}`.execute(web)
      ).rows[0]?.n
    const { body } = await series('metric=daily_active_users&from=2024-05-27&to=2024-06-10&zone=UTC&resolution=week')
    expect(body.series[0].points.map((point: { value: number }) => point.value)).toEqual([
      await distinct("sent_at >= '2024-05-27' and sent_at < '2024-06-03'"),
      await distinct("sent_at >= '2024-06-03' and sent_at < '2024-06-10'"),
    ])
    const broken = await series(
      'metric=daily_active_users&from=2024-05-27&to=2024-06-10&zone=Asia/Kathmandu&resolution=month&by=channel&top=1',
    )
    const bounds = "sent_at >= '2024-05-26T18:15:00Z' and sent_at < '2024-06-09T18:15:00Z'"
    expect(broken.body.series[1].summary.value).toBe(
      await distinct(`channel_id <> ${broken.body.series[0].labels.channel} and ${bounds}`),
    )
  })

  test('days before anybody was active are absent, though the range asks for them', async () => {
    for (const resolution of ['day', 'month']) {
      const { body } = await series(
        `metric=daily_active_users&from=2024-03-01&to=2024-05-29&zone=UTC&resolution=${resolution}`,
      )
      const begins = resolution === 'day' ? '2024-05-27' : '2024-05-01'
      expect(body.series[0].points[0].local, resolution).toBe(begins)
    }
  })

  test('a gauge is a time-weighted mean; the running bucket is clipped at asOf and not complete', async () => {
    const { body } = await series(
      'metric=active_users&from=2024-06-10T07:00:00Z&to=2024-06-10T09:00:00Z&zone=UTC&resolution=hour',
    )
    expect(body.series[0].points).toEqual([
      {
        at: '2024-06-10T07:00:00.000Z',
        value: 46.5,
        min: 46,
        max: 47,
        samples: 2,
        coveredSeconds: 3600,
        complete: true,
      },
    ])
    const cut = await get(
      GET,
      '/api/v1/series?metric=active_users&from=2024-06-10T07:00:00Z&to=2024-06-10T09:00:00Z&zone=UTC&resolution=hour&asOf=2024-06-10T07:40:00Z',
    )
    expect(cut.body.series[0].points).toEqual([
      {
        at: '2024-06-10T07:00:00.000Z',
        value: 46.25,
        min: 46,
        max: 47,
        samples: 2,
        coveredSeconds: 2400,
        complete: false,
      },
    ])
  })

  test('at 10:00 today is compared with yesterday up to 10:00, and the modes say what they do', async ({ web }) => {
    const ask = async (mode: string) =>
      (
        await get(
          COMPARE,
          `/api/v1/series/comparison?metric=messages&from=2024-06-10&to=2024-06-11&zone=Europe/Berlin&mode=${mode}&asOf=${AS_OF}`,
        )
      ).body
    const elapsed = await ask('elapsed')
    expect(elapsed).toMatchObject({
      label: 'vs previous day',
      current: { from: '2024-06-09T22:00:00.000Z', to: AS_OF },
      previous: { from: '2024-06-08T22:00:00.000Z', to: '2024-06-09T08:00:00.000Z' },
    })
    const previous = await count(web, "sent_at >= '2024-06-08T22:00Z' and sent_at < '2024-06-09T08:00Z'")
    expect(elapsed.delta).toEqual({ absolute: 0, percent: 0, points: null, base: previous, n: previous })
    expect(elapsed.points[0]).toMatchObject({ at: '2024-06-09T22:00:00.000Z', previousAt: '2024-06-08T22:00:00.000Z' })
    expect((await ask('weekday')).previous.from).toBe('2024-06-02T22:00:00.000Z')
    expect((await ask('whole')).delta).toBeNull()
    expect((await ask('year')).previous.from).toBe('2023-06-09T22:00:00.000Z')
  })

  test('a batch answers each question as it is answered by itself, and refuses by itself, in their order', async () => {
    const range = { from: '2024-06-03', to: '2024-06-11', zone: 'Europe/Berlin', asOf: AS_OF }
    const asks = (['messages', 'active_users', 'daily_active_users', 'daily_new_users'] as const).flatMap((metric) => [
      { kind: 'series', query: { ...range, metric, resolution: 'day' } },
      { kind: 'comparison', query: { ...range, metric, resolution: 'day', mode: 'elapsed' } },
    ])
    const wrong = { kind: 'series', query: { ...range, metric: 'nothing' } }
    const labelled = {
      kind: 'series',
      query: { ...range, metric: 'messages', 'label.channel': channels.slice(0, 2), by: 'channel', top: 1 },
    }
    const all = [...asks, wrong, labelled]
    const { status, body } = await post('/api/v1/series/batch', { asks: all })
    expect(status).toBe(200)
    for (const [index, { kind, query }] of all.entries()) {
      const parameters = new URLSearchParams(
        Object.entries(query).flatMap(([name, value]) => [value].flat().map((one) => [name, String(one)])),
      )
      const alone = await get(kind === 'series' ? GET : COMPARE, `/api/v1/series?${parameters}`)
      const own = body.answers[index]
      expect(own.status).toBe(alone.status)
      if (own.status === 200) expect(own.answer).toEqual(alone.body)
      else expect(alone.body).toMatchObject(own.problem)
    }
    expect(body.answers[asks.length]).toMatchObject({ status: 422, problem: { errors: [{ path: 'metric' }] } })
    expect(await post('/api/v1/series/batch', { asks: [] })).toMatchObject({ status: 422 })
    expect(await post('/api/v1/series/batch', { asks: Array(51).fill(wrong) })).toMatchObject({ status: 422 })
  })

  test('what questions of a batch have in common is read once', async ({ connectionString }) => {
    const pool = createPool(connectionString)
    const noted = noteStatements(pool)
    const query = { metric: 'active_users', from: '2024-06-03', to: AS_OF, zone: 'UTC', resolution: 'day', asOf: AS_OF }
    const asks = (['series', 'comparison'] as const).map((kind) => ({ kind, query }))
    try {
      calendars.clear()
      await getBatch(noted.db, asks)
      const together = noted.take().map((statement) => JSON.stringify(statement))
      expect(new Set(together).size).toBe(together.length)
      calendars.clear()
      for (const ask of asks) await getBatch(noted.db, [ask])
      expect(noted.take().length).toBeGreaterThan(together.length)
    } finally {
      await pool.end()
    }
  })

  test('a question of a batch that fails takes no other along, and says nothing of the inside', async ({
    web,
    ownerDb,
  }) => {
    const range = { from: '2024-06-03', to: '2024-06-11', zone: 'UTC', resolution: 'day', asOf: AS_OF }
    const asks = (['messages', 'daily_active_users', 'active_users'] as const).map((metric) => ({
      kind: 'series' as const,
      query: { ...range, metric },
    }))
    await sql`alter table activity_state rename column zone to mislaid`.execute(ownerDb)
    try {
      const answers = await getBatch(web, asks)
      expect(answers.map(({ status }) => status)).toEqual([200, 500, 200])
      expect(answers[1]).toMatchObject({ problem: { code: 'server.error' } })
      expect(JSON.stringify(answers)).not.toMatch(/activity_state|"zone" does not/)
    } finally {
      await sql`alter table activity_state rename column mislaid to zone`.execute(ownerDb)
    }
  })

  test('tops, heat map, overview, provenance and the list of metrics answer for the same instant', async ({ web }) => {
    const tops = await get(
      TOPS,
      `/api/v1/tops?metric=messages&by=channel&from=2024-06-04&to=2024-06-11&zone=UTC&limit=2&asOf=${AS_OF}`,
    )
    expect(tops.status).toBe(200)
    expect(tops.body.items.map((item: { name: string }) => item.name)).toEqual(['channel 0', 'channel 1'])
    expect(tops.body.items[0].value + tops.body.items[1].value + tops.body.other).toBe(tops.body.total)
    expect(tops.body.items[0].previous).toBe(
      await count(web, `channel_id = ${channels[0]} and sent_at >= '2024-05-28' and sent_at < '2024-06-03T08:00Z'`),
    )
    const heat = await get(HEATMAP, `/api/v1/heatmap?from=2024-06-03&to=2024-06-10&zone=Asia/Kathmandu&asOf=${AS_OF}`)
    expect(heat.body.cells).toHaveLength(168)
    expect(
      heat.body.cells.every((cell: { hours: number; value: number }) => cell.hours === 1 && cell.value === 3),
    ).toBe(true)
    const overview = await get(OVERVIEW, `/api/v1/overview?asOf=${AS_OF}`)
    expect(overview.status).toBe(200)
    expect(figureOf(overview.body)).toMatchObject({
      value: 47,
      change: { label: 'vs same time yesterday', delta: { absolute: 47, percent: null, base: 0 } },
    })
    const later = await get(OVERVIEW, '/api/v1/overview?asOf=2024-06-11T07:00:00.000Z')
    // Today nothing stands any more; and a level that stands is held against the one that stood a day before.
    expect(figureOf(later.body)).toMatchObject({ value: null, at: '2024-06-10T07:30:00.000Z' })
    await inTransaction(web, (trx) =>
      writeSamples(trx, {
        origin: 'collected',
        runId: null,
        samples: [{ metric: 'active_users', at: new Date('2024-06-11T06:45:00.000Z'), value: 60, seconds: 1800 }],
      }),
    )
    const next = await get(OVERVIEW, '/api/v1/overview?asOf=2024-06-11T07:00:00.000Z')
    expect(figureOf(next.body)).toMatchObject({ value: 60, change: { delta: { absolute: 14, base: 46 } } })
    const provenance = await get(
      PROVENANCE,
      '/api/v1/series/provenance?metric=active_users&at=2024-06-10T07:00:00.000Z&resolution=hour&zone=UTC',
    )
    expect(provenance.body).toMatchObject({
      basis: 'samples',
      rows: 2,
      bucket: { from: '2024-06-10T07:00:00.000Z', to: '2024-06-10T08:00:00.000Z' },
    })
    expect(provenance.body.samples).toHaveLength(3)
    const rows = await get(
      PROVENANCE,
      '/api/v1/series/provenance?metric=messages&at=2024-06-08T22:00:00.000Z&resolution=day&zone=Europe/Berlin',
    )
    expect(rows.body).toMatchObject({ basis: 'rows', rows: 72 })
    const first = await get(LIST, '/api/v1/metrics?limit=15')
    const rest = await get(LIST, `/api/v1/metrics?after=${first.body.next}`)
    expect(rest.body.next).toBeNull()
    const listed = [...first.body.items, ...rest.body.items]
    expect(listed.find((metric) => metric.name === 'messages')).toMatchObject({
      firstAt: '2024-05-27T00:00:00.000Z',
      lastAt: '2024-06-10T07:00:00.000Z',
    })
  })
})
