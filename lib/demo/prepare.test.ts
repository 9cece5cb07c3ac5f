import { sql } from 'kysely'
import { expect, test } from '@/tests/support/database'
import { makeModeration } from './moderation'
import { prepareDemo } from './prepare'
import { DEMO_EVENTS } from './shape'

const size = { members: 200, founders: 60, months: 2, messagesPerHour: 2 }
const now = new Date('2026-06-17T14:20:00Z')
const DAY_MS = 86_400_000

test('makes figures of the whole past but the outage, collects every 15 seconds, and is then through', async ({
  ownerDb: db,
}) => {
  const said: string[] = []
  const options = { seed: 3, now, size, signal: new AbortController().signal, say: (line: string) => said.push(line) }
  await prepareDemo(db, options)
  expect(said.length).toBeGreaterThan(0)

  const outage = new Date(now.getTime() - DEMO_EVENTS.outageDaysAgo * DAY_MS)
  const { rows: samples } = await sql<{ before: number; during: number; after: number }>`
    select count(*) filter (where sample.at < ${outage})::int as before,
      count(*) filter (where sample.at >= ${outage}::timestamptz + interval '1 hour'
        and sample.at < ${outage}::timestamptz + interval '1 hour' * ${DEMO_EVENTS.outageHours})::int as during,
      count(*) filter (where sample.at >= ${outage}::timestamptz + interval '1 hour' * ${DEMO_EVENTS.outageHours})::int as after
    from sample join series on series.id = sample.series_id join metric on metric.id = series.metric_id
    where metric.name = 'active_users' and series.labels = '{}'`.execute(db)
  // Half-hourly: 60.88 days, in 18 of which the outage lies.
  expect(samples[0]).toMatchObject({ during: 0 })
  expect(samples[0]?.before).toBeGreaterThan(42 * 48)
  expect(samples[0]?.after).toBeGreaterThan(16 * 48)

  const { rows: left } = await sql<Record<string, unknown>>`select
    (select count(*)::int from rollup_dirty) as dirty,
    (select array_agg(distinct interval_seconds) from source) as intervals,
    (select count(*)::int from pg_stats where tablename like 'message_2026%') > 0 as is_analyzed`.execute(db)
  expect(left[0]).toEqual({ dirty: 0, intervals: [15], is_analyzed: true })

  said.length = 0
  await prepareDemo(db, options)
  await prepareDemo(db, { ...options, seed: undefined })
  expect(said).toEqual([])
  expect(await makeModeration(db, { now, seed: 3, signal: options.signal })).toBe(true)
  const { rows: cases } = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n from moderation_case group by status`.execute(db)
  expect(Object.fromEntries(cases.map(({ status, n }) => [status, n > 0]))).toMatchObject({ open: true, decided: true })
  const media = await db.selectFrom('case_media').select(['state', 'named_type']).execute()
  expect(new Set(media.map(({ state }) => state))).toEqual(new Set(['kept']))
  expect(new Set(media.map(({ named_type: type }) => type))).toEqual(new Set([null, 'image/png', 'audio/wav']))
  expect(await makeModeration(db, { now, seed: 3, signal: options.signal })).toBe(false)

  await expect(prepareDemo(db, { ...options, seed: 4 })).rejects.toThrow('holds the community of seed 3')
}, 120_000)
