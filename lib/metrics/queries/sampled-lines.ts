import type { ReadDb } from '@/lib/core/db/types'
import { splitRange } from '../pieces'
import { type Measured, summariseCount, summariseGauge } from '../points'
import type { SummaryView } from '../schema'
import { GAUGE_STANDS } from '../standing'
import { OTHER } from '../terms'
import { type Cell, type Grouped, TOTAL } from './cells'
import { type CellRow, type Line, type Plan, rowsByGroup, toLine } from './lines'
import { getSampledCells } from './sampled-cells'
import { findLabelledSeries, type Scope } from './scope'

/** The group of a filter's label values taken together. */
const FILTERED = 'filtered'

const NO_CELLS: CellRow = new Map()

/** Lines of a gauge or an increment: the total, the labels asked for together, or the top label values and the rest. */
export async function getSampledLines(db: ReadDb, scope: Scope, plan: Plan): Promise<Line[]> {
  const total = scope.totalId === null ? [] : [{ id: scope.totalId, group: TOTAL }]
  const label = plan.by ?? plan.filter?.label
  const labelled = label ? await findLabelledSeries(db, scope.metric.name, label, plan.filter?.values) : []
  if (!plan.by) {
    const wanted = plan.filter ? labelled.map(({ id }) => ({ id, group: FILTERED })) : []
    const rows = rowsByGroup(await read(db, scope, plan, [...total, ...wanted]))
    const isOne = wanted.length === 1
    return [
      lineOf(null, rows.get(plan.filter ? FILTERED : TOTAL), rows.get(TOTAL), {
        scope,
        plan,
        isOne: !plan.filter || isOne,
      }),
    ]
  }
  const ranked = await rank(db, scope, plan, labelled)
  const shown = ranked.slice(0, plan.top)
  const rest = ranked.slice(plan.top)
  const rows = rowsByGroup(
    await read(db, scope, plan, [
      ...total,
      ...shown.map(({ id, value }) => ({ id, group: value })),
      ...rest.map(({ id }) => ({ id, group: OTHER })),
    ]),
  )
  const lines = shown.map(({ value }) => lineOf(value, rows.get(value), rows.get(TOTAL), { scope, plan, isOne: true }))
  if (rest.length === 0) return lines
  return [...lines, lineOf(OTHER, rows.get(OTHER), rows.get(TOTAL), { scope, plan, isOne: rest.length === 1 })]
}

function read(
  db: ReadDb,
  scope: Scope,
  plan: Pick<Plan, 'resolution' | 'buckets'>,
  series: readonly Grouped[],
): Promise<Cell[]> {
  const { zone, hasDays } = scope
  return getSampledCells(db, {
    series,
    pieces: splitRange(scope.from, scope.end, { zone, hasDays, resolution: plan.resolution }),
    starts: plan.buckets.map((bucket) => bucket.start),
    zone,
    stands: scope.metric.kind === 'gauge' ? GAUGE_STANDS : 1,
  })
}

/** Label values by what they come to over the range, greatest first. */
async function rank(
  db: ReadDb,
  scope: Scope,
  plan: Plan,
  labelled: readonly { id: number; value: string }[],
): Promise<{ id: number; value: string }[]> {
  const cells = await read(
    db,
    scope,
    { resolution: plan.resolution, buckets: plan.buckets.slice(0, 1) },
    labelled.map(({ id, value }) => ({ id, group: value })),
  )
  const weight = new Map(
    cells.map((cell) => [cell.group, scope.metric.kind === 'gauge' ? cell.valueSeconds : cell.sum]),
  )
  return labelled
    .filter(({ value }) => weight.has(value))
    .sort((a, b) => (weight.get(b.value) ?? 0) - (weight.get(a.value) ?? 0) || a.id - b.id)
}

function lineOf(
  value: string | null,
  own: CellRow = NO_CELLS,
  total: CellRow = NO_CELLS,
  context: { scope: Scope; plan: Plan; isOne: boolean },
): Line {
  const { scope, plan, isOne } = context
  const isGauge = scope.metric.kind === 'gauge'
  const measure = (index: number) =>
    isGauge ? gaugeIn(own.get(index), total.get(index), isOne) : incrementIn(own.get(index))
  const summarise: (measured: readonly Measured[]) => SummaryView = isGauge ? summariseGauge : summariseCount
  return toLine(value, plan, scope, measure, summarise)
}

/**
 * A label that a collection did not mention had the value zero then, so a labelled gauge is averaged over what the metric as
 * a whole covers. The sum of several series has no minimum that could be told from theirs.
 */
function gaugeIn(own: Cell | undefined, total: Cell | undefined, isOne: boolean): Measured | null {
  const ownSeconds = isOne ? (own?.coveredSeconds ?? 0) : 0
  const coveredSeconds = Math.max(total?.coveredSeconds ?? 0, ownSeconds)
  if (coveredSeconds === 0) return null
  const valueSeconds = own?.valueSeconds ?? 0
  const wasAbsent = ownSeconds < coveredSeconds
  return {
    value: valueSeconds / coveredSeconds,
    min: isOne ? (wasAbsent ? Math.min(0, own?.min ?? 0) : (own?.min ?? null)) : null,
    max: isOne ? (wasAbsent ? Math.max(0, own?.max ?? 0) : (own?.max ?? null)) : null,
    samples: own?.samples ?? 0,
    valueSeconds,
    coveredSeconds,
  }
}

/** Increments come in where their interval starts; a bucket that none starts in is not measured. */
const incrementIn = (own: Cell | undefined): Measured | null =>
  own && own.samples > 0
    ? {
        value: own.sum,
        min: null,
        max: null,
        samples: own.samples,
        valueSeconds: 0,
        coveredSeconds: own.coveredSeconds,
      }
    : null
