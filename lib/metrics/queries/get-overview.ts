import { sql } from 'kysely'
import { Temporal } from 'temporal-polyfill'
import type { ReadDb } from '@/lib/core/db/types'
import { localDate, toIso } from '@/lib/core/time/zoned'
import { getSettings } from '@/lib/settings/queries'
import { deltaOf, shiftBack } from '../comparison'
import { entryOf } from '../entries'
import type { OverviewQuery, OverviewView } from '../schema'
import { STALE_AFTER_INTERVALS } from '../stale-after'
import { getComparison } from './get-comparison'
import { getSeries } from './get-series'

/** The figures of now, in the order in which they are read. */
const FIGURES: readonly string[] = [
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
 * The figures of now. A gauge shows what stands at asOf, a count today so far; both change against yesterday at the same
 * time of the zone's day.
 */
export async function getOverview(db: ReadDb, query: OverviewQuery): Promise<OverviewView> {
  const zone = query.zone ?? (await getSettings(db)).zone
  const asOf = query.asOf ? new Date(query.asOf) : new Date()
  const context = { zone, asOf: asOf.toISOString() }
  const yesterday = new Date(shiftBack(context.asOf, { days: 1 }, zone))
  const [now, before] = await Promise.all([findLatestValues(db, asOf), findLatestValues(db, yesterday)])
  const figures = await Promise.all(
    FIGURES.map((name) =>
      entryOf(name).kind === 'gauge'
        ? gaugeNow(db, name, context, { now: now.get(name), before: before.get(name) })
        : countToday(db, name, context),
    ),
  )
  return { asOf: context.asOf, zone, figures }
}

interface Context {
  zone: string
  asOf: string
}

const CHANGE = 'vs same time yesterday'

async function gaugeNow(
  db: ReadDb,
  metric: string,
  context: Context,
  { now, before }: { now: LatestValue | undefined; before: LatestValue | undefined },
): Promise<Figure> {
  const spark = await getSeries(db, { ...TOTAL_REQUEST, ...lastDay(context), ...context, metric, resolution: 'hour' })
  const value = now?.stands ? now.value : null
  const base = before?.stands ? before.value : null
  return {
    ...nameOf(metric),
    value,
    at: now?.at.toISOString() ?? null,
    sparkline: sparkline(spark),
    change: { label: CHANGE, delta: deltaOf(value, { value: base, samples: 1 }, entryOf(metric).unit === 'share') },
  }
}

async function countToday(db: ReadDb, metric: string, context: Context): Promise<Figure> {
  const isDaily = entryOf(metric).kind === 'distinct'
  const today = localDate(context.asOf, context.zone)
  const range = { from: today.toString(), to: today.add({ days: 1 }).toString() }
  const sparkRange = isDaily
    ? { from: today.subtract({ days: SPARK_DAYS - 1 }).toString(), to: range.to }
    : lastDay(context)
  const [spark, compared] = await Promise.all([
    getSeries(db, { ...TOTAL_REQUEST, ...sparkRange, ...context, metric, resolution: isDaily ? 'day' : 'hour' }),
    getComparison(db, {
      ...TOTAL_REQUEST,
      ...range,
      ...context,
      metric,
      resolution: isDaily ? 'day' : 'hour',
      mode: 'elapsed',
    }),
  ])
  return {
    ...nameOf(metric),
    value: compared.current.summary.value,
    at: null,
    sparkline: sparkline(spark),
    change: { label: CHANGE, delta: compared.delta },
  }
}

const TOTAL_REQUEST = { labels: {}, top: 1 }

const lastDay = ({ asOf }: Context) => ({ from: toIso(Temporal.Instant.from(asOf).subtract({ hours: 24 })), to: asOf })

const nameOf = (metric: string) => {
  const { title, unit, direction } = entryOf(metric)
  return { metric, title, unit, goodDirection: direction }
}

const sparkline = ({ series }: Awaited<ReturnType<typeof getSeries>>) =>
  (series[0]?.points ?? []).map(({ at, value, complete }) => ({ at, value, complete }))

interface LatestValue {
  at: Date
  value: number
  /** False where it was measured too long before to say anything of the instant. */
  stands: boolean
}

/** The newest sample of each unlabelled gauge at an instant. */
async function findLatestValues(db: ReadDb, asOf: Date): Promise<Map<string, LatestValue>> {
  const { rows } = await sql<LatestValue & { name: string }>`
    select metric.name, newest.at, newest.value,
      newest.at + newest.seconds * ${STALE_AFTER_INTERVALS}::float8 * interval '1 second' > ${asOf}::timestamptz as stands
    from metric join series on series.metric_id = metric.id and series.labels = '{}'
    cross join lateral (
      select at, value, seconds from sample where sample.series_id = series.id and sample.at <= ${asOf}::timestamptz
      order by at desc limit 1
    ) as newest
    where metric.name = any(${[...FIGURES]}::text[])`.execute(db)
  return new Map(rows.map((row) => [row.name, row]))
}
