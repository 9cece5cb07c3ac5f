import type { ReadDb } from '@/lib/core/db/types'
import { type ComparisonPlan, deltaOf, planComparison, shiftForward } from '../comparison'
import type { ComparisonQuery, ComparisonView, PointView, SummaryView } from '../schema'
import { listBuckets } from './buckets'
import { getLines, queryPlanOf, seriesHeader } from './get-series'
import type { Line, QueryPlan } from './lines'
import { resolveScope, type Scope, withRange } from './scope'

/**
 * A metric's range held against an earlier one: both figures with their change, and the earlier buckets laid beside the
 * current ones.
 * @throws as getSeries
 */
export async function getComparison(db: ReadDb, query: ComparisonQuery): Promise<ComparisonView> {
  const scope = await resolveScope(db, query)
  const plan = await queryPlanOf(db, scope, query)
  const compared = planComparison(
    { from: scope.from.toISOString(), to: scope.to.toISOString() },
    { mode: query.mode, zone: scope.zone, asOf: scope.asOf.toISOString() },
  )
  const [current, previous] = await Promise.all([
    measure(db, scope, plan, compared.current),
    measure(db, scope, plan, compared.previous),
  ])
  return {
    ...seriesHeader(scope),
    resolution: plan.resolution,
    mode: query.mode,
    label: `vs ${compared.label}`,
    current: { ...compared.current, summary: current.summary },
    previous: { ...compared.previous, summary: previous.summary },
    delta: deltaOf(current.summary.value, sized(previous.summary), scope.metric.unit === 'share'),
    points: beside(plan, previous.points, compared, scope),
  }
}

const sized = ({ value, samples }: SummaryView) => ({ value, samples })

const NOTHING: Line = {
  labels: {},
  points: [],
  summary: { value: null, min: null, max: null, samples: 0, coveredSeconds: 0 },
}

/** The total line over another range in the plan's resolution. */
export async function measure(
  db: ReadDb,
  scope: Scope,
  plan: QueryPlan,
  range: { from: string; to: string },
): Promise<Line> {
  const [from, to] = [new Date(range.from), new Date(range.to)]
  if (from >= to) return NOTHING
  const moved = withRange(scope, from, to)
  const buckets = await listBuckets(db, plan.resolution, { from, to, zone: scope.zone })
  const [line] = await getLines(db, moved, { ...plan, buckets, by: [] })
  return line ?? NOTHING
}

/**
 * Puts previous points beside current buckets: into the bucket that holds their start moved forth. Of two that fall into
 * one (an hour that clocks skip this time) the first stays; what finds no bucket is left out.
 */
function beside(
  plan: QueryPlan,
  points: readonly PointView[],
  { shift, current, previous }: ComparisonPlan,
  { zone }: Scope,
) {
  const starts = plan.buckets.map((bucket) => bucket.at.getTime())
  const placed = new Map<number, PointView & { previousAt: string }>()
  for (const point of points) {
    // The first bucket may begin before its range; it stands beside the current range's first.
    const at = point.at < previous.from ? current.from : shiftForward(point.at, shift, zone)
    const index = lastAtOrBefore(starts, Date.parse(at))
    const bucket = plan.buckets[index]
    if (!bucket || placed.has(index) || Date.parse(at) >= bucket.until.getTime()) continue
    placed.set(index, {
      ...point,
      at: bucket.start,
      ...(bucket.local === null ? {} : { local: bucket.local }),
      previousAt: point.at,
    })
  }
  return [...placed.entries()].sort(([a], [b]) => a - b).map(([, point]) => point)
}

/** The index of the last start at or before an instant, −1 before the first. */
function lastAtOrBefore(starts: readonly number[], at: number): number {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((starts[middle] ?? Infinity) <= at) low = middle + 1
    else high = middle
  }
  return low - 1
}
