import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'

/** A metric with one set of labels; no labels is the total. */
export interface SeriesKey {
  metric: string
  labels?: Readonly<Record<string, string>>
}

/** One text for one set of labels, whatever their order. */
export const labelsText = (labels: SeriesKey['labels'] = {}): string =>
  JSON.stringify(Object.fromEntries(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))))

export const seriesText = (key: SeriesKey): string => `${key.metric}${labelsText(key.labels)}`

/** The ids of the series, by `seriesText`; the ones that don't exist yet are made. */
export async function ensureSeries(trx: Trx, keys: readonly SeriesKey[]): Promise<Map<string, number>> {
  const wanted = new Map(keys.map((key) => [seriesText(key), key]))
  const found = await findSeries(trx, wanted)
  if (found.size === wanted.size) return found
  const missing = [...wanted].filter(([text]) => !found.has(text)).map(([, key]) => key)
  const names = missing.map((key) => key.metric)
  const labels = missing.map((key) => labelsText(key.labels))
  // Sorted, so that two transactions that make the same series wait for each other and don't deadlock.
  await sql`insert into metric (name) select distinct name from unnest(${names}::text[]) as name order by name
    on conflict do nothing`.execute(trx)
  await sql`insert into series (metric_id, labels)
    select metric.id, wanted.labels from unnest(${names}::text[], ${labels}::jsonb[]) as wanted (name, labels)
    join metric on metric.name = wanted.name order by metric.id, wanted.labels
    on conflict do nothing`.execute(trx)
  return findSeries(trx, wanted)
}

async function findSeries(trx: Trx, wanted: Map<string, SeriesKey>): Promise<Map<string, number>> {
  const texts = [...wanted.keys()]
  const names = [...wanted.values()].map((key) => key.metric)
  const labels = [...wanted.values()].map((key) => labelsText(key.labels))
  const { rows } = await sql<{ text: string; id: number }>`
    select wanted.text, series.id
    from unnest(${texts}::text[], ${names}::text[], ${labels}::jsonb[]) as wanted (text, name, labels)
    join metric on metric.name = wanted.name
    join series on series.metric_id = metric.id and series.labels = wanted.labels`.execute(trx)
  return new Map(rows.map((row) => [row.text, row.id]))
}
