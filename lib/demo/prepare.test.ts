import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { extendEnv } from '@/lib/core/env'
import { createModeration } from '@/lib/moderation/demo/moderation'
import { expect, test } from '@/tests/support/database'
import { platformHost } from './platform'
import { prepareDemo } from './prepare'
import { DEMO_EVENTS } from './shape'

const size = { members: 200, founders: 60, months: 1, messagesPerHour: 2 }
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
  // Half-hourly: 30.44 days, 18 days before the end of which the outage lies.
  expect(samples[0]).toMatchObject({ during: 0 })
  expect(samples[0]?.before).toBeGreaterThan(12 * 48)
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
  // As `guildhall demo` sets it for its processes.
  extendEnv({ GUILDHALL_ALLOW_HOSTS: platformHost() })
  onTestFinished(() => extendEnv({ GUILDHALL_ALLOW_HOSTS: '' }))
  expect(await createModeration(db, { now, seed: 3, signal: options.signal })).toBe(true)
  const { rows: cases } = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n from moderation_case group by status`.execute(db)
  expect(Object.fromEntries(cases.map(({ status, n }) => [status, n > 0]))).toMatchObject({ open: true, decided: true })
  // Of every kind there is one that waits, and one of them is put off.
  const { rows: waiting } = await sql<{ type: string; off: boolean }>`
    select item_type as type, bool_or(snoozed_until > ${now}) as off from moderation_case where status = 'open' group by 1 order by 1`.execute(
    db,
  )
  expect(waiting.map(({ type }) => type)).toEqual(['custom', 'image', 'link', 'member', 'message'])
  expect(waiting.some(({ off }) => off)).toBe(true)
  // Who was banned writes nothing more; some were.
  const { rows: banned } = await sql<{ n: number; after: number }>`
    select count(distinct ban.member_id)::int as n, count(later.id)::int as after
    from moderation_action as ban
    left join moderation_case as later on later.member_id = ban.member_id and later.opened_at > ban.made_at
    where ban.type = 'ban' and ban.reversed_by is null`.execute(db)
  expect(banned[0]).toMatchObject({ n: expect.any(Number), after: 0 })
  expect(banned[0]?.n).toBeGreaterThan(0)
  const media = await db.selectFrom('case_media').select(['state', 'named_type']).execute()
  expect(new Set(media.map(({ state }) => state))).toEqual(new Set(['kept']))
  expect(new Set(media.map(({ named_type: type }) => type))).toEqual(new Set([null, 'image/png', 'audio/wav']))
  const { rows: rules } = await sql<{ mode: string; tripped: boolean; hits: number }>`
    select mode, tripped_at is not null as tripped, (select count(*)::int from rule_hit where rule_id = rule.id) as hits
    from moderation_rule as rule order by name`.execute(db)
  expect(rules.map(({ mode }) => mode).sort()).toEqual(['draft', 'live', 'live', 'live', 'shadow', 'shadow', 'shadow'])
  expect(rules.filter(({ tripped }) => tripped)).toMatchObject([{ mode: 'shadow', hits: 5 }])
  expect(rules.filter(({ mode }) => mode === 'live').map(({ hits }) => hits)).toContain(14)
  const { rows: others } = await sql<{ backtests: number; deliveries: number; judged: number }>`
    select (select count(*)::int from rule_backtest where state = 'done') as backtests,
      (select count(*)::int from webhook_delivery) as deliveries,
      (select count(*)::int from moderation_decision where decided_by <> 'system') as judged`.execute(db)
  expect(others[0]).toMatchObject({ backtests: 3, deliveries: expect.any(Number), judged: expect.any(Number) })
  expect(Math.min(others[0]?.deliveries ?? 0, others[0]?.judged ?? 0)).toBeGreaterThan(10)
  expect(await createModeration(db, { now, seed: 3, signal: options.signal })).toBe(false)

  await expect(prepareDemo(db, { ...options, seed: 4 })).rejects.toThrow('contains the community with seed 3')
}, 240_000)
