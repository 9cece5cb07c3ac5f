import { sql } from 'kysely'
import { createPool } from '@/lib/core/db/client'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { type SeriesView, seriesQuery } from '@/lib/metrics/schema'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { createClient, getJson, type HttpClient } from './support/http'
import { type Peer, rangeQueryPath, reportMissing } from './support/peers'
import { countWrongPoints } from './support/recompute'
import { type BenchContext, percentile, timed } from './support/report'
import { loadPrometheus, loadVictoriaMetrics } from './support/sample-peers'
import { makeTenYears, markAll } from './support/samples'
import { questionsOf, type SeriesQuestion, ZONES } from './support/series-questions'
import { type SampleDatabase, sharedSamples } from './support/shared'
import { startWeb } from './support/web'

export const diskGigabytes = 20
export const shares = ['samples'] as const

/** An authorised route that answers from memory: what a request costs before anything is asked of the database. */
const EMPTY = '/api/v1/source-kinds'

interface Parties {
  api: HttpClient
  peers: readonly { peer: Peer; client: HttpClient }[]
}

/**
 * One series of many over a day, a month, all 347 days and ten years, through the API over HTTP: against its bare SQL and an
 * empty authorised route, and against VictoriaMetrics and Prometheus where they are installed.
 */
export async function run(context: BenchContext): Promise<void> {
  const { quick, say } = context
  const shared = await sharedSamples({ quick, say })
  await prepare(shared, say)
  const web = await startWeb(shared.database)
  const peers = await startPeers(shared, say)
  const api = createClient(web.url, web.keyHeaders)
  const pool = createPool(shared.database.appUrl, 1)
  const parties = { api, peers: peers.map((peer) => ({ peer, client: createClient(peer.url) })) }
  try {
    for (const zone of ZONES) {
      for (const question of questionsOf(shared.set, zone)) {
        await measure(question, { parties, pool, context, shared })
      }
    }
  } finally {
    for (const { close } of [api, ...parties.peers.map(({ client }) => client)]) close()
    await pool.end()
    await Promise.all([web.stop(), ...peers.map(({ stop }) => stop())])
  }
}

async function prepare(shared: SampleDatabase, say: BenchContext['say']): Promise<void> {
  const { db, ownerDb } = shared.database
  if (!shared.isRolledUp) {
    say(`rolling up ${shared.set.rows} samples`)
    await markAll(db, shared.set)
  }
  const long = await makeTenYears(db, shared.set.to)
  await markAll(db, long)
  await rollUpDirty(db)
  shared.isRolledUp = true
  // As autovacuum leaves tables that have come to rest.
  await sql`vacuum analyze`.execute(ownerDb)
}

async function startPeers({ set }: SampleDatabase, say: BenchContext['say']): Promise<Peer[]> {
  const missing = reportMissing('both')
  if (missing) {
    say(`the comparison with VictoriaMetrics and Prometheus ${missing}`)
    return []
  }
  say('loading VictoriaMetrics')
  const victoriaMetrics = await loadVictoriaMetrics(set)
  say('loading Prometheus')
  return [victoriaMetrics, await loadPrometheus(set)]
}

interface SeriesBench {
  parties: Parties
  pool: ReturnType<typeof createPool>
  context: BenchContext
  shared: SampleDatabase
}

async function measure(question: SeriesQuestion, { parties, pool, context, shared }: SeriesBench): Promise<void> {
  const { api } = parties
  const rounds = context.quick ? 15 : question.rounds
  const times = { api: [] as number[], bare: [] as number[], empty: [] as number[] }
  const peerTimes = parties.peers.map((): number[] => [])
  for (let round = -3; round < rounds; round += 1) {
    const ask = question.ask(round)
    const statements = await statementsOf(pool, ask.path)
    const spent = {
      api: await timed(() => api.get(ask.path)),
      bare: await timed(async () => {
        for (const { sql: text, parameters } of statements) await pool.query(text, [...parameters])
      }),
      empty: await timed(() => api.get(EMPTY)),
    }
    const ofPeers: number[] = []
    for (const { peer, client } of question.isOfPeers ? parties.peers : []) {
      ofPeers.push(await timed(() => client.get(rangeQueryPath(peer, ask.peerQuery))))
    }
    // The first rounds warm all of them.
    if (round < 0) continue
    for (const name of ['api', 'bare', 'empty'] as const) times[name].push(spent[name])
    for (const [index, one] of ofPeers.entries()) peerTimes[index]?.push(one)
  }
  reportTimes(question, { context, times, peerTimes, peers: parties.peers.map(({ peer }) => peer) })
  const view = await getJson<SeriesView>(api, question.ask(0).path)
  const wrong = await countWrongPoints(shared.database.db, await idOf(shared, question), view)
  const n = view.series[0]?.points.length ?? 0
  context.report({
    figure: `wrong_points_${question.name}`,
    value: n > 0 ? wrong : Number.NaN,
    unit: 'count',
    bar: 0,
    n,
  })
}

async function statementsOf(pool: ReturnType<typeof createPool>, path: string) {
  const noted = noteStatements(pool)
  await getSeries(noted.db, seriesQuery.parse(Object.fromEntries(new URL(path, 'http://localhost').searchParams)))
  return noted.take()
}

interface Measured {
  context: BenchContext
  times: Record<'api' | 'bare' | 'empty', number[]>
  peerTimes: readonly number[][]
  peers: readonly Peer[]
}

function reportTimes(question: SeriesQuestion, { context: { report }, times, peerTimes, peers }: Measured): void {
  const { name } = question
  const [api, bare, empty] = [percentile(times.api, 50), percentile(times.bare, 50), percentile(times.empty, 50)]
  const n = times.api.length
  report({ figure: `api_vs_sql_${name}`, value: api / (bare + empty), unit: 'ratio', bar: 1.5, n })
  report({ figure: `api_${name}`, value: api, unit: 'milliseconds', n })
  if (!question.isOfPeers) return
  const medians = peerTimes.map((one) => percentile(one, 50))
  peers.forEach(({ name: peer }, index) => {
    report({ figure: `${peer}_${name}`, value: medians[index] ?? null, unit: 'milliseconds', n })
  })
  const value = medians.length > 0 ? api / Math.min(...medians) : null
  report({
    figure: `api_vs_fastest_peer_${name}`,
    value,
    unit: 'ratio',
    bar: question.bar,
    n: medians.length > 0 ? n : 0,
  })
}

async function idOf({ database }: SampleDatabase, { metric }: SeriesQuestion): Promise<number> {
  const { rows } = await sql<{ id: number }>`
    select series.id from series join metric on metric.id = series.metric_id
    where metric.name = ${metric} and labels = '{}'`.execute(database.db)
  return rows[0]?.id ?? 0
}
