import type { Readable } from 'node:stream'
import { sql } from 'kysely'
import { to as copyTo } from 'pg-copy-streams'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { withSession } from '@/lib/core/db/session'
import type { Db } from '@/lib/core/db/types'

import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import type { SeriesBatchItem } from '@/lib/metrics/schema'
import { createClient, type HttpClient } from './support/http'
import { type Peer, rangeQueryPath, reportMissing, startPrometheus } from './support/peers'
import { type BenchContext, percentile, timed } from './support/report'
import { markAll } from './support/samples'
import { sharedCommunity } from './support/shared'
import { startWeb } from './support/web'

export const diskGigabytes = 6
export const shares = ['community'] as const

const DAY_MS = 86_400_000
const ZONE = 'Europe/Berlin'

/** What the eight charts show, and how Prometheus has to ask for the same by day. */
const GAUGES = ['active_users', 'online_users', 'active_instances', 'active_spaces', 'active_channels'] as const
const CHARTS: readonly { metric: string; expression: string }[] = [
  ...GAUGES.map((metric) => ({ metric, expression: `avg_over_time(${metric}[1d])` })),
  { metric: 'messages', expression: 'increase(messages_total[1d])' },
  { metric: 'daily_active_users', expression: 'last_over_time(daily_active_users[1d])' },
  { metric: 'daily_new_users', expression: 'last_over_time(daily_new_users[1d])' },
]

/**
 * Eight charts of the usage page over a year by day, each with the year before beside it, through the API; against
 * Prometheus with one sample a minute of the same eight.
 */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const { database, now } = await sharedCommunity({ quick, say })
  const years = { to: now, from: new Date(now.getTime() - 2 * 365 * DAY_MS) }
  say('collecting two years of gauges, once a minute')
  await sampleMinutes(database.db, quick ? { ...years, from: new Date(now.getTime() - 60 * DAY_MS) } : years)
  await sql`vacuum analyze`.execute(database.ownerDb)
  const missing = reportMissing('prometheus')
  if (missing) say(`the comparison with Prometheus ${missing}`)
  else say('loading Prometheus')
  const peer = missing ? null : await startPrometheus(openMetrics(database.ownerDb))
  const web = await startWeb(database)
  const api = createClient(web.url, web.sessionHeaders)
  const other = peer && createClient(peer.url)
  try {
    const ours: number[] = []
    const theirs: number[] = []
    const rounds = quick ? 10 : 60
    for (let round = -3; round < rounds; round += 1) {
      const spent = await timed(() => requestApi(api, now))
      const ofPeer = peer && other ? await timed(() => requestPeer(peer, other, now)) : null
      if (round < 0) continue
      ours.push(spent)
      if (ofPeer !== null) theirs.push(ofPeer)
    }
    for (const p of [50, 95]) {
      const value = peer ? percentile(theirs, p) / percentile(ours, p) : null
      report({ figure: `prometheus_vs_api_p${p}`, value, unit: 'ratio', bar: 2, wants: 'at least', n: theirs.length })
      report({ figure: `api_p${p}`, value: percentile(ours, p), unit: 'milliseconds', n: ours.length })
      if (peer)
        report({ figure: `prometheus_p${p}`, value: percentile(theirs, p), unit: 'milliseconds', n: theirs.length })
    }
  } finally {
    api.close()
    other?.close()
    await Promise.all([web.stop(), peer?.stop()])
  }
}

/** All that the page asks for its eight charts, as it asks: at once. */
const requestApi = (api: HttpClient, asOf: Date): Promise<unknown> => {
  const to = asOf.toISOString()
  const from = new Date(asOf.getTime() - 365 * DAY_MS).toISOString().slice(0, 10)
  const asks = CHARTS.flatMap(({ metric }): SeriesBatchItem[] => {
    const query = { metric, from, to, zone: ZONE, resolution: 'day', asOf: to }
    return [
      { kind: 'series', query },
      { kind: 'comparison', query: { ...query, mode: 'elapsed' } },
    ]
  })
  return api.post('/api/v1/series/batch', { asks })
}

/** The same eight and the year before. */
const requestPeer = (peer: Peer, client: HttpClient, asOf: Date): Promise<unknown> =>
  Promise.all(
    CHARTS.flatMap(({ expression }) =>
      [0, 365].map((days) => {
        const end = new Date(asOf.getTime() - days * DAY_MS)
        const start = new Date(end.getTime() - 364 * DAY_MS)
        return client.get(rangeQueryPath(peer, { query: expression, start, end, stepSeconds: 86_400 }))
      }),
    ),
  )

/** One sample a minute beside those that the community has already. */
async function sampleMinutes(db: Db, { from, to }: { from: Date; to: Date }): Promise<void> {
  await ensurePartitions(db, 'sample', from, to)
  await ensurePartitions(db, 'rollup_quarter', from, to)
  const { rows } = await sql<{ id: number }>`
    select series.id from series join metric on metric.id = series.metric_id
    where labels = '{}' and metric.name = any(${[...GAUGES]}::text[])`.execute(db)
  const seriesIds = rows.map(({ id }) => id)
  await sql`
    insert into sample (series_id, at, value, seconds, origin)
    select series_id, at, (series_id * 7919 + extract(epoch from at)::bigint / 60 * 31) % 97, 60, 3
    from unnest(${seriesIds}::int[]) as series_id
    cross join generate_series(date_trunc('hour', ${from}::timestamptz, 'UTC'), ${to}::timestamptz, interval '1 minute') as at
    on conflict (series_id, at) do nothing`.execute(db)
  await markAll(db, { from, to, seriesIds, rows: 0 })
  await rollUpDirty(db)
}

/** What a Prometheus that scraped the community once a minute would hold: its gauges, a counter of messages, day figures. */
async function* openMetrics(ownerDb: Db): AsyncGenerator<Buffer | string> {
  for (const metric of GAUGES) {
    yield `# TYPE ${metric} gauge\n`
    yield* copyLines(
      ownerDb,
      sql<string>`select ${sql.lit(`${metric} `)} || value || ' ' || extract(epoch from at)::bigint from sample
        where series_id = (select series.id from series join metric on metric.id = series.metric_id
          where labels = '{}' and metric.name = ${sql.lit(metric)}) and extract(second from at) = 0 order by at`,
    )
  }
  yield '# TYPE messages counter\n'
  yield* copyLines(
    ownerDb,
    sql<string>`select 'messages_total ' || sum(n) over (order by at) || ' ' || extract(epoch from at)::bigint from (
      select at, count(message.id) as n from ${minutes()} left join message
        on message.sent_at >= at - interval '1 minute' and message.sent_at < at group by at) as counted order by at`,
  )
  for (const metric of ['daily_active_users', 'daily_new_users']) {
    yield `# TYPE ${metric} gauge\n`
    yield* copyLines(
      ownerDb,
      sql<string>`select ${sql.lit(`${metric} `)} || last || ' ' || extract(epoch from at)::bigint from rollup_day
        cross join generate_series(day::timestamp at time zone 'UTC', (day::timestamp + interval '1439 minutes') at time zone 'UTC', interval '1 minute') as at
        where series_id = (select series.id from series join metric on metric.id = series.metric_id
          where labels = '{}' and metric.name = ${sql.lit(metric)}) order by at`,
    )
  }
  yield '# EOF\n'
}

const minutes = () =>
  sql`(select generate_series(date_trunc('hour', min(sent_at)), max(sent_at), interval '1 minute') as at from message) as minute`

async function* copyLines(db: Db, select: ReturnType<typeof sql<string>>): AsyncGenerator<Buffer> {
  const parts: Buffer[] = []
  await withSession(db, new AbortController().signal, async ({ client, db: session }) => {
    const stream: Readable = client.query(copyTo(sql`copy (${select}) to stdout`.compile(session).sql))
    for await (const part of stream) parts.push(part as Buffer)
  })
  yield* parts
}
