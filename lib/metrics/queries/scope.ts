import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { toInstant } from '@/lib/core/time/zoned'
import { zoneFromStore } from '@/lib/settings/domain.shared'
import { DEFAULT_SETTINGS } from '@/lib/settings/schema'
import { type LabelName, METRICS, type Metric, type MetricName } from '../catalogue'

/** What a question to the metrics is about, resolved: instants for dates, the community's zone where none was named. */
export interface Scope {
  metric: Metric
  zone: string
  asOf: Date
  from: Date
  to: Date
  /** Where the answer ends: `to`, or asOf where that is earlier. */
  end: Date
  /** Whether rollup_day is kept in the zone of the question. */
  hasDays: boolean
  /** The unlabelled series; null before its first sample. */
  totalId: number | null
}

export interface ScopeInput {
  metric: MetricName
  from: string
  to: string
  zone?: string | undefined
  asOf?: string | undefined
}

/** Dates before it have another era's names. A day later, so that it is one in every zone. */
const EARLIEST = new Date('0001-01-02T00:00:00Z')

/** @throws DomainError `range.empty`, `range.too_early` (invalid) */
export async function resolveScope(db: ReadDb, input: ScopeInput): Promise<Scope> {
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
  if (from < EARLIEST) throw invalid('from', 'The range begins before the year 1.', 'range.too_early')
  if (from >= to) throw invalid('to', 'The range ends before it begins.', 'range.empty')
  return {
    metric: METRICS[input.metric],
    zone,
    asOf,
    from,
    to,
    end: to < asOf ? to : asOf,
    hasDays: row.is_complete && row.day_zone === zone,
    totalId: row.totals?.[input.metric] ?? null,
  }
}

/** The scope over another range, which must not reach past asOf. */
export const withRange = (scope: Scope, from: Date, to: Date): Scope => ({
  ...scope,
  from,
  to,
  end: to < scope.asOf ? to : scope.asOf,
})

/** Series of a metric that carry a label, with its value; where values are given, only those. */
export async function findLabelledSeries(
  db: ReadDb,
  metric: MetricName,
  label: LabelName,
  values?: readonly string[],
): Promise<{ id: number; value: string }[]> {
  const { rows } = await sql<{ id: number; value: string }>`
    select series.id, series.labels ->> ${label} as value
    from series join metric on metric.id = series.metric_id
    where metric.name = ${metric} and series.labels ? ${label}
      and (${values ?? null}::text[] is null or series.labels ->> ${label} = any(${values ?? null}::text[]))
    order by series.id`.execute(db)
  return rows
}

/** @throws DomainError `label.unknown` (invalid) where the metric is not kept by this label */
export function requireLabel(metric: Metric, label: LabelName, path: string): void {
  if (metric.labels.includes(label)) return
  throw invalid(path, `${metric.name} is not kept by ${label}.`, 'label.unknown')
}
