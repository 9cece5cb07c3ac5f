import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { toInstant } from '@/lib/core/time/zoned'
import { zoneFromStore } from '@/lib/settings/domain.shared'
import { DEFAULT_SETTINGS } from '@/lib/settings/schema'
import type { MetricEntry } from '../entry'
import type { Level } from '../levels'
import { findEntry } from './find-entries'
import type { Filters, LabelledSeries } from './lines'

/** What a question to the metrics is about, resolved: instants for dates, the community's zone where none was named. */
export interface Scope {
  metric: MetricEntry
  zone: string
  asOf: Date
  from: Date
  to: Date
  /** Where the answer ends: `to`, or asOf where that is earlier. */
  end: Date
  /** Whether rollup_day is kept in the zone of the question. */
  hasDays: boolean
  /** The unlabelled series of every metric, by name. */
  totals: Readonly<Record<string, number>>
  /** The unlabelled series; null before its first sample. */
  totalId: number | null
}

export interface ScopeInput {
  metric: string
  from: string
  to: string
  zone?: string | undefined
  asOf?: string | undefined
}

/** Dates before it have another era's names. A day later, so that it is one in every zone. */
const EARLIEST = new Date('0001-01-02T00:00:00Z')

/** @throws DomainError `input.invalid` where there is no such metric; `range.empty`, `range.too_early` (invalid) */
export async function resolveScope(db: ReadDb, input: ScopeInput): Promise<Scope> {
  const metric = await findEntry(db, input.metric)
  // The same statement whatever the metric, so that questions of a batch share it.
  const { rows } = await sql<{
    zone: string | null
    day_zone: string
    is_complete: boolean
    totals: Record<string, number> | null
  }>`
    select (select value #>> '{}' from setting where key = 'zone') as zone, day_zone, is_complete,
      (select jsonb_object_agg(metric.name, series.id) from metric join series
        on series.metric_id = metric.id and series.labels = '{}') as totals
    from rollup_state`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('rollup_state has no row')
  const zone = input.zone ?? (row.zone === null ? DEFAULT_SETTINGS.zone : zoneFromStore(row.zone))
  const asOf = input.asOf ? new Date(input.asOf) : new Date()
  const from = new Date(toInstant(input.from, zone).epochMilliseconds)
  const to = new Date(toInstant(input.to, zone).epochMilliseconds)
  if (from < EARLIEST) throw invalid('from', 'The range must start in the year 1 or later.', 'range.too_early')
  if (from >= to) throw invalid('to', 'The range must end after it starts.', 'range.empty')
  const totals = row.totals ?? {}
  return {
    metric,
    zone,
    asOf,
    from,
    to,
    end: to < asOf ? to : asOf,
    hasDays: row.is_complete && row.day_zone === zone,
    totals,
    totalId: totals[metric.name] ?? null,
  }
}

/** The scope over another range, which must not reach past asOf. */
export const withRange = (scope: Scope, from: Date, to: Date): Scope => ({
  ...scope,
  from,
  to,
  end: to < scope.asOf ? to : scope.asOf,
})

/** The same question of another metric. */
export const withMetric = (scope: Scope, metric: MetricEntry): Scope => ({
  ...scope,
  metric,
  totalId: scope.totals[metric.name] ?? null,
})

/** The levels of which a metric has series. */
export async function listLevels(db: ReadDb, metric: string): Promise<Level[]> {
  const { rows } = await sql<{ level: string[] }>`
    select distinct series.level from series join metric on metric.id = series.metric_id where metric.name = ${metric}`.execute(
    db,
  )
  return rows.map(({ level }) => level)
}

/** The series of a metric's level that pass filters, in the order of their ids. */
export async function findSeries(
  db: ReadDb,
  { metric, totalId }: Scope,
  level: Level,
  filters: Filters,
): Promise<LabelledSeries[]> {
  if (level.length === 0) return totalId === null ? [] : [{ id: totalId, labels: {} }]
  const passes = Object.entries(filters).map(
    ([name, values]) => sql`and series.labels ->> ${name} = any(${[...values]}::text[])`,
  )
  const { rows } = await sql<LabelledSeries>`
    select series.id, series.labels from series join metric on metric.id = series.metric_id
    where metric.name = ${metric.name} and series.level = ${[...level]}::text[] ${sql.join(passes, sql` `)}
    order by series.id`.execute(db)
  return rows
}
