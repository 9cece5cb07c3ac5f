import type { ReadDb } from '@/lib/core/db/types'
import { KINDS } from '../kinds/registry'
import { sortedNames } from '../levels'
import { chooseResolution } from '../resolution'
import type { SeriesQuery, SeriesView } from '../schema'
import { OTHER } from '../terms'
import { listBuckets } from './buckets'
import { findLabelNames } from './label-names'
import type { Line, QueryPlan } from './lines'
import { resolveScope, type Scope } from './scope'

export type SeriesSelection = Pick<SeriesQuery, 'labels' | 'resolution'> & {
  by?: readonly string[] | undefined
  top?: number
}

/**
 * One metric over a range: one series, the total, or with `by` one for each of the top label values and one for the rest.
 * @throws DomainError `range.empty`, `range.too_long`, `resolution.too_fine`, `resolution.too_many_points`,
 *   `label.unknown`, `level.not_stored` (all invalid)
 */
export async function getSeries(db: ReadDb, query: SeriesQuery): Promise<SeriesView> {
  const scope = await resolveScope(db, query)
  const plan = await queryPlanOf(db, scope, query)
  const lines = await getLines(db, scope, plan)
  const nameOf = await findNames(db, scope, plan, lines)
  return {
    ...seriesHeader(scope),
    resolution: plan.resolution,
    from: scope.from.toISOString(),
    to: scope.to.toISOString(),
    series: lines.map((line) => ({
      labels: { ...line.labels },
      name: nameOf(line),
      summary: line.summary,
      points: line.points,
    })),
  }
}

/** What every answer says of itself. */
export const seriesHeader = ({ metric, zone, asOf }: Scope) => ({
  metric: metric.name,
  title: metric.title,
  unit: metric.unit,
  kind: metric.kind,
  zone,
  asOf: asOf.toISOString(),
})

/** Checks labels and resolution against the metric, and lays out the buckets. */
export async function queryPlanOf(db: ReadDb, scope: Scope, selection: SeriesSelection): Promise<QueryPlan> {
  const { findFinest } = KINDS[scope.metric.kind]
  const { by = [] } = selection
  const level = await levelOf(db, scope, { filters: selection.labels, by })
  const stretch = { from: scope.from, to: scope.to, zone: scope.zone }
  const resolution = chooseResolution(selection.resolution, stretch, await findFinest(db, scope, level))
  return {
    resolution,
    buckets: await listBuckets(db, resolution, stretch),
    filters: selection.labels,
    by: [...new Set(by)],
    top: selection.top ?? 1,
    level,
  }
}

/** The level that answers a question. @throws DomainError `label.unknown`, `level.not_stored` (invalid) */
export function levelOf(
  db: ReadDb,
  scope: Scope,
  { filters, by }: Pick<QueryPlan, 'filters' | 'by'>,
): Promise<QueryPlan['level']> {
  const paths = {
    ...Object.fromEntries(by.map((name) => [name, 'by'])),
    ...Object.fromEntries(Object.keys(filters).map((name) => [name, `label.${name}`])),
  }
  return KINDS[scope.metric.kind].findLevel(db, scope, sortedNames([...Object.keys(filters), ...by]), paths)
}

export const getLines = (db: ReadDb, scope: Scope, plan: QueryPlan): Promise<Line[]> =>
  KINDS[scope.metric.kind].getLines(db, scope, plan)

/** What people call each line: its label values, or what the question was narrowed to, or the metric. */
async function findNames(
  db: ReadDb,
  { metric }: Scope,
  { filters }: QueryPlan,
  lines: readonly Line[],
): Promise<(line: Line) => string> {
  const values = new Map<string, Set<string>>()
  const add = (label: string, value: string) => values.set(label, (values.get(label) ?? new Set()).add(value))
  for (const { labels } of lines) for (const [label, value] of Object.entries(labels)) add(label, value)
  for (const [label, named] of Object.entries(filters)) for (const value of named) add(label, value)
  const names = new Map<string, ReadonlyMap<string, string>>()
  for (const [label, named] of values) names.set(label, await findLabelNames(db, label, [...named]))
  const nameOf = (label: string, value: string): string => names.get(label)?.get(value) ?? value
  const single = Object.entries(filters).flatMap(([label, [only, ...more]]): [string, string][] =>
    only !== undefined && more.length === 0 ? [[label, only]] : [],
  )
  return (line) => {
    const entries = Object.entries(line.labels)
    const own = entries.every(([, value]) => value === OTHER) ? entries.slice(0, 1) : entries
    return describeLabels(own.length > 0 ? own : single, nameOf) ?? metric.title
  }
}

/** A value speaks for itself; of several each says what it is of. */
function describeLabels(
  labels: readonly [label: string, value: string][],
  nameOf: (label: string, value: string) => string,
): string | null {
  const [only, ...more] = labels
  if (!only) return null
  if (more.length === 0) return nameOf(...only)
  return labels.map(([label, value]) => `${label}=${nameOf(label, value)}`).join(' · ')
}
