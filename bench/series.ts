import { sql } from 'kysely'
import { GET } from '@/app/api/v1/series/route'
import { closeDb, createPool } from '@/lib/core/db/client'
import { extendEnv } from '@/lib/core/env'
import { json } from '@/lib/core/http/route'
import { rollUpDirty } from '@/lib/metrics/commands/roll-up'
import { getSeries } from '@/lib/metrics/queries/get-series'
import { type SeriesView, seriesQuery } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'
import { cliActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { noteStatements } from '@/tests/support/sql-snapshot'
import { withBenchDatabase } from './support/database'
import { type BenchContext, percentile, timed } from './support/report'
import { makeSamples, markAll, type SampleSet } from './support/samples'

export const diskGigabytes = 20

const EMPTY = route({ permission: 'metrics:read' }, async () => json({}))

type Handler = typeof EMPTY

/** One series over a day, a month and the whole span, through the API, against its bare SQL and an empty authorised route. */
export async function run({ quick, report, say }: BenchContext): Promise<void> {
  const size = quick ? { series: 5, days: 40, rounds: 30 } : { series: 200, days: 347, rounds: 200 }
  await withBenchDatabase(async ({ db, appUrl, ownerDb }) => {
    const set = await makeSamples(db, { ...size, say })
    await markAll(db, set)
    await rollUpDirty(db)
    await sql`analyze`.execute(ownerDb)
    extendEnv({ DATABASE_URL: appUrl })
    const { key } = await addKey(db, cliActor, { name: 'bench', role: 'executive', scopes: [] })
    const ask = (handler: Handler, query: string) => call(handler, `http://localhost/api/v1/series?${query}`, key)
    const pool = createPool(appUrl, 1)
    try {
      for (const zone of ['UTC', 'Asia/Kathmandu']) {
        for (const [name, days] of [
          ['24h', 1],
          ['30d', 30],
          ['all', size.days],
        ] as const) {
          const query = queryOf(set, days, zone)
          const noted = noteStatements(pool)
          await getSeries(noted.db, seriesQuery.parse(Object.fromEntries(new URLSearchParams(query))))
          const statements = noted.take()
          const [api, bare, empty]: number[][] = [[], [], []]
          for (let round = 0; round < size.rounds; round += 1) {
            api?.push(await timed(() => ask(GET, query)))
            bare?.push(
              await timed(async () => {
                for (const statement of statements) await pool.query(statement.sql, [...statement.parameters])
              }),
            )
            empty?.push(await timed(() => ask(EMPTY, '')))
          }
          const value = percentile(api ?? [], 50) / (percentile(bare ?? [], 50) + percentile(empty ?? [], 50))
          report({ figure: `series_vs_sql_${name}_${zone}`, value, unit: 'ratio', bar: 1.5, n: size.rounds })
          const answer = (await (await ask(GET, query)).json()) as SeriesView
          report({
            figure: `series_wrong_${name}_${zone}`,
            value: await countWrong(pool, answer),
            unit: 'count',
            bar: 0,
            n: answer.series[0]?.points.length ?? 0,
          })
        }
      }
    } finally {
      await pool.end()
      await closeDb()
    }
  })
}

function queryOf({ from, to }: SampleSet, days: number, zone: string): string {
  const start = new Date(Math.max(from.getTime(), to.getTime() - days * 86_400_000))
  return new URLSearchParams({
    metric: 'active_users',
    from: start.toISOString(),
    to: to.toISOString(),
    zone,
  }).toString()
}

function call(handler: Handler, url: string, key: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'x-guildhall-peer': '127.0.0.1' }
  return handler(new Request(url, { headers }), { params: Promise.resolve({}) })
}

/** Points whose mean differs from the mean of the raw samples, which come every minute and stand for it. */
async function countWrong(pool: ReturnType<typeof createPool>, { series, from, to }: SeriesView): Promise<number> {
  const points = series[0]?.points ?? []
  const { rows } = await pool.query<{ wrong: string }>(
    `select count(*) as wrong from (
       select point.value, (select avg(sample.value) from sample
         where series_id = (select min(id) from series where labels = '{}') and at >= greatest(point.at, $4::timestamptz) and at < point.until) as expected
       from (select at, value, lead(at, 1, $3::timestamptz) over (order by at) as until
         from unnest($1::timestamptz[], $2::float8[]) as point (at, value)) as point
       where at >= (select min(at) from sample)
     ) as compared where abs(value - expected) > 1e-9 * abs(expected) + 1e-9`,
    [points.map((point) => point.at), points.map((point) => point.value), to, from],
  )
  return Number(rows[0]?.wrong ?? 0)
}
