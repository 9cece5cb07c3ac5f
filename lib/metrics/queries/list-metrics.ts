import { sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { analyticsTypeOf, METRIC_NAMES, METRICS, type MetricName } from '../catalogue'
import type { MetricView } from '../schema'

/** The catalogue by name, each metric with the first and last hour that it has data for. */
export async function listMetrics(db: ReadDb, { limit, after }: PageQuery): Promise<Page<MetricView>> {
  const start = after ? decodeCursor(after, z.tuple([z.string()]))[0] : ''
  const names = METRIC_NAMES.filter((name) => name > start).slice(0, limit + 1)
  const known = await findExtents(db, names)
  const views = names.map((name) => ({ ...metricOf(name), ...(known.get(name) ?? { firstAt: null, lastAt: null }) }))
  return toPage(
    views,
    limit,
    (view) => [view.name],
    (view) => view,
  )
}

const metricOf = (name: MetricName) => {
  const { labels, ...metric } = METRICS[name]
  return { ...metric, labels: [...labels], analyticsType: analyticsTypeOf(name) }
}

/** First and last hour, from the unlabelled series; day figures know days only. */
async function findExtents(db: ReadDb, names: readonly MetricName[]) {
  const { rows } = await sql<{ name: MetricName; first_at: Date | null; last_at: Date | null }>`
    select metric.name,
      coalesce(first_hour.at, first_day.day::timestamp at time zone state.day_zone) as first_at,
      coalesce(last_hour.at, last_day.day::timestamp at time zone state.day_zone) as last_at
    from rollup_state as state cross join metric
    join series on series.metric_id = metric.id and series.labels = '{}'
    left join lateral (select at from rollup_hour where series_id = series.id order by at limit 1) as first_hour on true
    left join lateral (select at from rollup_hour where series_id = series.id order by at desc limit 1) as last_hour on true
    left join lateral (select day from rollup_day where series_id = series.id order by day limit 1) as first_day on true
    left join lateral (select day from rollup_day where series_id = series.id order by day desc limit 1) as last_day on true
    where metric.name = any(${names}::text[])`.execute(db)
  return new Map(
    rows.map((row) => [
      row.name,
      { firstAt: row.first_at?.toISOString() ?? null, lastAt: row.last_at?.toISOString() ?? null },
    ]),
  )
}
