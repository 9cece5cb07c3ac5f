import type { ReadDb } from '@/lib/core/db/types'
import type { EventMetric } from '../event-rows'
import { splitRange } from '../pieces'
import { summariseCount } from '../points'
import { OTHER } from '../terms'
import { type Cell, TOTAL } from './cells'
import { type CountedSeries, findFirstEvent, getCountedCells } from './counted-cells'
import { countedIn, type Line, type Plan, rowsByGroup, toLine } from './lines'
import { findLabelledSeries, type Scope } from './scope'

/** Lines of an event metric: 0 from the first row of the metric to asOf, nothing before. */
export async function getCountedLines(db: ReadDb, scope: Scope, plan: Plan): Promise<Line[]> {
  const metric = scope.metric.name as EventMetric
  const first = await findFirstEvent(db, metric, scope.totalId, scope.zone)
  const total = scope.totalId === null ? [] : [{ id: scope.totalId, group: TOTAL, label: null }]
  const line = (value: string | null, counts: ReadonlyMap<number, number>) =>
    toLine(value, plan, scope, (index) => countAt(counts, index, { scope, plan, first }), summariseCount)
  if (!plan.by && !plan.filter) return [line(null, countsOf(await read(db, scope, plan, total), TOTAL))]
  const label = plan.by ?? plan.filter?.label
  const found = label ? await findLabelledSeries(db, metric, label, plan.filter?.values) : []
  if (!plan.by) {
    const cells = await read(
      db,
      scope,
      plan,
      found.map(({ id, value }) => ({ id, group: TOTAL, label: value })),
    )
    return [line(null, countsOf(cells, TOTAL))]
  }
  const labelled = found.map(({ id, value }) => ({ id, group: value, label: value }))
  const ranked = await rank(db, scope, plan, labelled)
  const shown = ranked.slice(0, plan.top)
  const rest = ranked.slice(plan.top).map((series) => ({ ...series, group: OTHER }))
  const cells = await read(db, scope, plan, [...shown, ...rest])
  const groups = [...shown.map((series) => series.group), ...(rest.length > 0 ? [OTHER] : [])]
  return groups.map((group) => line(group, countsOf(cells, group)))
}

async function rank(
  db: ReadDb,
  scope: Scope,
  plan: Plan,
  labelled: readonly CountedSeries[],
): Promise<CountedSeries[]> {
  const cells = await read(db, scope, { ...plan, buckets: plan.buckets.slice(0, 1) }, labelled)
  const weight = new Map(cells.map((cell) => [cell.group, cell.sum]))
  return labelled
    .filter(({ group }) => weight.has(group))
    .sort((a, b) => (weight.get(b.group) ?? 0) - (weight.get(a.group) ?? 0) || a.id - b.id)
}

function read(db: ReadDb, scope: Scope, plan: Plan, series: readonly CountedSeries[]): Promise<Cell[]> {
  const { zone, hasDays } = scope
  return getCountedCells(db, scope.metric.name as EventMetric, {
    series,
    pieces: splitRange(scope.from, scope.end, { zone, hasDays, resolution: plan.resolution }),
    starts: plan.buckets.map((bucket) => bucket.start),
    zone,
  })
}

function countsOf(cells: readonly Cell[], group: string): Map<number, number> {
  return new Map([...(rowsByGroup(cells).get(group) ?? [])].map(([index, cell]) => [index, cell.sum]))
}

function countAt(
  counts: ReadonlyMap<number, number>,
  index: number,
  { scope, plan, first }: { scope: Scope; plan: Plan; first: Date | null },
) {
  const bucket = plan.buckets[index]
  if (!bucket || !first || bucket.until <= first) return null
  return countedIn(bucket, scope, counts.get(index) ?? 0)
}
