import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { ReadDb } from '@/lib/core/db/types'
import { localDate, toIso } from '@/lib/core/time/zoned'
import { getSettings } from '@/lib/settings/queries'
import { METRICS, type MetricName } from '../catalogue'
import type { OverviewQuery, OverviewView } from '../schema'
import { GAUGE_STANDS } from '../standing'
import { getComparison } from './get-comparison'
import { getSeries } from './get-series'

/** The figures of now, in the order in which they are read. */
const FIGURES: readonly MetricName[] = [
  'active_users',
  'online_users',
  'daily_active_users',
  'daily_new_users',
  'messages',
  'active_channels',
  'active_instances',
  'members',
]

/** Days of a day figure's sparkline; gauges and counts show the last 24 hours. */
const SPARK_DAYS = 14

type Figure = OverviewView['figures'][number]

/**
 * The figures of now. A gauge shows what stands at asOf and changes against the mean of the 24 hours before the last; a
 * count shows today so far and changes against yesterday up to the same time.
 */
export async function getOverview(db: ReadDb, query: OverviewQuery): Promise<OverviewView> {
  const zone = query.zone ?? (await getSettings(db)).zone
  const asOf = query.asOf ? new Date(query.asOf) : new Date()
  const context = { zone, asOf: asOf.toISOString() }
  const standing = await findStanding(db, asOf)
  const figures = await Promise.all(
    FIGURES.map((name) =>
      METRICS[name].kind === 'gauge' ? gaugeNow(db, name, context, standing) : countToday(db, name, context),
    ),
  )
  return { asOf: context.asOf, zone, figures }
}

interface Context {
  zone: string
  asOf: string
}

async function gaugeNow(
  db: ReadDb,
  metric: MetricName,
  context: Context,
  standing: Map<string, Standing>,
): Promise<Figure> {
  const day = lastDay(context)
  const [spark, compared] = await Promise.all([
    getSeries(db, { ...ASK, ...day, ...context, metric, resolution: 'hour' }),
    getComparison(db, { ...ASK, ...day, ...context, metric, resolution: 'hour', mode: 'elapsed' }),
  ])
  const newest = standing.get(metric)
  return {
    ...nameOf(metric),
    value: newest && newest.until.toISOString() > context.asOf ? newest.value : null,
    at: newest?.at.toISOString() ?? null,
    sparkline: sparkline(spark),
    change: { label: compared.label, delta: compared.delta },
  }
}

async function countToday(db: ReadDb, metric: MetricName, context: Context): Promise<Figure> {
  const isDaily = METRICS[metric].kind === 'distinct'
  const today = localDate(context.asOf, context.zone)
  const range = { from: today.toString(), to: today.add({ days: 1 }).toString() }
  const sparkRange = isDaily
    ? { from: today.subtract({ days: SPARK_DAYS - 1 }).toString(), to: range.to }
    : lastDay(context)
  const [spark, compared] = await Promise.all([
    getSeries(db, { ...ASK, ...sparkRange, ...context, metric, resolution: isDaily ? 'day' : 'hour' }),
    getComparison(db, { ...ASK, ...range, ...context, metric, resolution: isDaily ? 'day' : 'hour', mode: 'elapsed' }),
  ])
  return {
    ...nameOf(metric),
    value: compared.current.summary.value,
    at: null,
    sparkline: sparkline(spark),
    change: { label: 'vs yesterday, same time', delta: compared.delta },
  }
}

const ASK = { labels: {}, top: 1 }

const lastDay = ({ asOf }: Context) => ({ from: toIso(Temporal.Instant.from(asOf).subtract({ hours: 24 })), to: asOf })

const nameOf = (metric: MetricName) => {
  const { title, unit, goodDirection } = METRICS[metric]
  return { metric, title, unit, goodDirection }
}

const sparkline = ({ series }: Awaited<ReturnType<typeof getSeries>>) =>
  (series[0]?.points ?? []).map(({ at, value, complete }) => ({ at, value, complete }))

interface Standing {
  at: Date
  until: Date
  value: number
}

/** The newest sample of each unlabelled gauge, and until when it stands. */
async function findStanding(db: ReadDb, asOf: Date): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing & { name: string }>`
    select metric.name, newest.at, newest.value, newest.at + newest.seconds * ${GAUGE_STANDS}::float8 * interval '1 second' as until
    from metric join series on series.metric_id = metric.id and series.labels = '{}'
    cross join lateral (
      select at, value, seconds from sample where sample.series_id = series.id and sample.at <= ${asOf}::timestamptz
      order by at desc limit 1
    ) as newest
    where metric.name = any(${[...FIGURES]}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.name, row]))
}
