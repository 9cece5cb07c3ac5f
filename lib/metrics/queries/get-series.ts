import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { chooseResolution } from '../resolution'
import type { SeriesQuery, SeriesView } from '../schema'
import { listBuckets } from './buckets'
import { getCountedLines } from './counted-lines'
import { getDistinctLines } from './distinct-lines'
import { findLabelNames } from './label-names'
import type { Line, Plan } from './lines'
import { getSampledLines } from './sampled-lines'
import { requireLabel, resolveScope, type Scope } from './scope'

export type Selection = Pick<SeriesQuery, 'labels' | 'resolution'> & { by?: Plan['by'] | undefined; top?: number }

/**
 * One metric over a range: one series, the total, or with `by` one for each of the top label values and one for the rest.
 * @throws DomainError `range.empty`, `range.too_long`, `resolution.too_fine`, `resolution.too_many_points`,
 *   `label.unknown` (all invalid)
 */
export async function getSeries(db: ReadDb, query: SeriesQuery): Promise<SeriesView> {
  const scope = await resolveScope(db, query)
  const plan = await planOf(db, scope, query)
  const lines = await getLines(db, scope, plan)
  const names = await findLabelNames(db, plan.by ?? plan.filter?.label ?? null, [
    ...lines.flatMap((line) => line.value ?? []),
    ...(plan.filter?.values ?? []),
  ])
  return {
    ...headOf(scope),
    resolution: plan.resolution,
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    series: lines.map(({ value, summary, points }) => ({
      labels: plan.by && value !== null ? { [plan.by]: value } : {},
      name: nameOf(value, scope, plan, names),
      summary,
      points,
    })),
  }
}

/** What every answer says of itself. */
export const headOf = ({ metric, zone, asOf }: Scope) => ({
  metric: metric.name,
  title: metric.title,
  unit: metric.unit,
  kind: metric.kind,
  zone,
  asOf: asOf.toISOString(),
})

/** Checks labels and resolution against the metric, and lays out the buckets. */
export async function planOf(db: ReadDb, scope: Scope, selection: Selection): Promise<Plan> {
  const [filtered] = Object.entries(selection.labels) as [Plan['by'] & string, string[]][]
  for (const label of Object.keys(selection.labels)) requireLabel(scope.metric, label as 'channel', `label.${label}`)
  if (selection.by) requireLabel(scope.metric, selection.by, 'by')
  const stretch = { from: scope.from, to: scope.to, zone: scope.zone }
  const interval = scope.metric.kind === 'increment' ? await longestInterval(db, scope) : 0
  const resolution = chooseResolution(selection.resolution, scope.metric.kind, stretch, interval)
  return {
    resolution,
    buckets: await listBuckets(db, resolution, stretch),
    filter: filtered ? { label: filtered[0], values: filtered[1] } : null,
    by: selection.by ?? null,
    top: selection.top ?? 1,
  }
}

export function getLines(db: ReadDb, scope: Scope, plan: Plan): Promise<Line[]> {
  switch (scope.metric.kind) {
    case 'gauge':
    case 'increment':
      return getSampledLines(db, scope, plan)
    case 'event':
      return getCountedLines(db, scope, plan)
    case 'distinct':
      return getDistinctLines(db, scope, plan)
  }
}

/** The longest interval that samples of an increment in the range cover: nothing finer can be told. */
async function longestInterval(db: ReadDb, scope: Scope): Promise<number> {
  const { rows } = await sql<{ seconds: number | null }>`
    select max(seconds) as seconds from sample where series_id = ${scope.totalId}
      and at >= ${scope.from}::timestamptz and at < ${scope.end}::timestamptz`.execute(db)
  return rows[0]?.seconds ?? 0
}

function nameOf(value: string | null, scope: Scope, plan: Plan, names: ReadonlyMap<string, string>): string {
  if (value !== null) return names.get(value) ?? value
  const [only, ...more] = plan.filter?.values ?? []
  return only !== undefined && more.length === 0 ? (names.get(only) ?? only) : scope.metric.title
}
