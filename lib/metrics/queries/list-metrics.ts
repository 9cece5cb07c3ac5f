import { sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { analyticsTypeOf } from '../entries'
import { isKind, type MetricEntry } from '../entry'
import { sortedNames } from '../levels'
import type { Relation } from '../relation'
import type { MetricView } from '../schema'
import { listEntries } from './find-entries'

/** Every metric by name, each with the first and last hour that it has data for. Archived ones are left out unless asked for. */
export async function listMetrics(
  db: ReadDb,
  { limit, after, archived = false }: PageQuery & { archived?: boolean },
): Promise<Page<MetricView>> {
  const start = after ? decodeCursor(after, z.tuple([z.string()]))[0] : ''
  const entries = (await listEntries(db))
    .filter(({ name, custom }) => name > start && (archived || !custom?.archivedAt))
    .slice(0, limit + 1)
  const views = await toViews(db, entries)
  return toPage(
    views,
    limit,
    (view) => [view.name],
    (view) => view,
  )
}

/** One metric, archived ones too. @throws DomainError `metric.not_found` */
export async function getMetric(db: ReadDb, name: string): Promise<MetricView> {
  const entry = (await listEntries(db)).find((one) => one.name === name)
  const [view] = entry ? await toViews(db, [entry]) : []
  if (!view) throw notFound('metric', name)
  return view
}

interface Known {
  firstAt: string | null
  lastAt: string | null
  labels: string[]
}

const NOTHING: Known = { firstAt: null, lastAt: null, labels: [] }

async function toViews(db: ReadDb, entries: readonly MetricEntry[]): Promise<MetricView[]> {
  const known = await findKnown(db, entries)
  return entries.map((entry) => {
    const { labels, ...extent } = known.get(basisOf(entry)) ?? NOTHING
    return {
      ...describe(entry),
      labels: sortedNames([...entry.dimensions, ...(entry.custom ? labels : [])]),
      ...extent,
    }
  })
}

/** A ratio is known where its denominator is, and rows where those are that they begin with. */
function basisOf(entry: MetricEntry): string {
  if (isKind(entry, 'ratio')) return entry.relation.denominator
  return (isKind(entry, 'duration') && entry.relation.begins) || entry.name
}

function describe(entry: MetricEntry): Omit<MetricView, 'labels' | 'firstAt' | 'lastAt'> {
  const { name, title, unit, kind, group, overTime, overLabels, definition, sourceText, direction, custom } = entry
  return {
    name,
    title,
    unit,
    kind,
    group,
    overTime,
    overLabels,
    definition,
    source: sourceText,
    goodDirection: direction,
    analyticsType: analyticsTypeOf(entry),
    version: custom?.version ?? null,
    archivedAt: custom?.archivedAt ?? null,
  }
}

/** By metric the first and last hour, and the labels that it is kept by. */
async function findKnown(db: ReadDb, entries: readonly MetricEntry[]): Promise<Map<string, Known>> {
  const names = [...new Set(entries.map(basisOf))]
  const known = await findExtents(db, names)
  for (const entry of entries) {
    if (isKind(entry, 'duration') && !entry.relation.begins)
      known.set(entry.name, await findRowExtent(db, entry.relation))
    if (isKind(entry, 'distinct') && entry.relation.rows)
      known.set(entry.name, await findRowExtent(db, entry.relation.rows))
  }
  return known
}

/** From the unlabelled series, or, where there is none, from all; day figures know days only. */
async function findExtents(db: ReadDb, names: readonly string[]): Promise<Map<string, Known>> {
  const { rows } = await sql<{ name: string; first_at: Date | null; last_at: Date | null; labels: string[] | null }>`
    select metric.name,
      min(coalesce(first_hour.at, first_day.day::timestamp at time zone state.day_zone)) as first_at,
      max(coalesce(last_hour.at, last_day.day::timestamp at time zone state.day_zone)) as last_at,
      case when exists (select from metric_definition where metric_id = metric.id) then (
        select array_agg(distinct label) from series as every cross join unnest(every.level) as label
        where every.metric_id = metric.id
      ) end as labels
    from rollup_state as state cross join metric
    join series on series.metric_id = metric.id and (series.labels = '{}' or not exists (
      select from series as total where total.metric_id = metric.id and total.labels = '{}'))
    left join lateral (select at from rollup_hour where series_id = series.id order by at limit 1) as first_hour on true
    left join lateral (select at from rollup_hour where series_id = series.id order by at desc limit 1) as last_hour on true
    left join lateral (select day from rollup_day where series_id = series.id order by day limit 1) as first_day on true
    left join lateral (select day from rollup_day where series_id = series.id order by day desc limit 1) as last_day on true
    where metric.name = any(${names}::text[]) group by metric.id`.execute(db)
  return new Map(
    rows.map((row) => [
      row.name,
      {
        firstAt: row.first_at?.toISOString() ?? null,
        lastAt: row.last_at?.toISOString() ?? null,
        labels: sortedNames(row.labels ?? []),
      },
    ]),
  )
}

async function findRowExtent(db: ReadDb, { rows: from, at }: Pick<Relation, 'rows' | 'at'>): Promise<Known> {
  const { rows } = await sql<{ first_at: Date | null; last_at: Date | null }>`
    select date_trunc('hour', min(${at})) as first_at, date_trunc('hour', max(${at})) as last_at from ${from}`.execute(
    db,
  )
  return {
    firstAt: rows[0]?.first_at?.toISOString() ?? null,
    lastAt: rows[0]?.last_at?.toISOString() ?? null,
    labels: [],
  }
}
