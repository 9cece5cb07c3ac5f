import { Temporal } from 'temporal-polyfill'
import type { ReadDb } from '@/lib/core/db/types'
import { invalid } from '@/lib/core/errors'
import { isDayStart } from '@/lib/core/time/zoned'
import { type EntryOf, isKind, type MetricEntry } from '../entry'
import { chooseLevel } from '../levels'
import type { BucketSummary } from '../points'
import { type BucketCell, TOTAL } from '../queries/cells'
import {
  type DistinctResolution,
  findTopValues,
  getDistinctCells,
  getLabelCells,
  localDays,
} from '../queries/distinct-cells'
import { asOneBucket, countedIn, type Line, otherLabels, type QueryPlan, rowsByGroup, toLine } from '../queries/lines'
import type { Scope } from '../queries/scope'
import type { MemberRelation } from '../relation'
import type { SummaryView } from '../schema'
import type { KindOfMetric } from './kind'

/** How far asOf may lie behind the present and a day that is not over still be answered as it is kept. */
const PRESENT_MS = 5 * 60_000

/** Distinct members of whole days. Weeks, months, the range and "other" are each counted from the rows again. */
export const distinctKind: KindOfMetric = {
  name: 'distinct',
  isSampled: false,
  findFinest: async () => Infinity,
  findLevel: async (_db, { metric }, wanted, paths) =>
    chooseLevel(metric, wanted, [[], ...Object.keys(distinctOf(metric).relation.byLabel).map((name) => [name])], paths),
  getLines,
  week: null,
}

function distinctOf(metric: MetricEntry): EntryOf<'distinct'> {
  if (isKind(metric, 'distinct')) return metric
  throw new Error(`${metric.name} counts no members`)
}

async function getLines(db: ReadDb, scope: Scope, plan: QueryPlan): Promise<Line[]> {
  const { relation } = distinctOf(scope.metric)
  const [label] = plan.level
  if (label !== undefined) return getLabelLines(db, scope, plan, label)
  const { buckets } = plan
  const cells = await getDistinctCells(db, scope, relation, { resolution: calendar(plan), buckets, group: TOTAL })
  const first = await (await relation.load()).findFirst(db)
  return [lineOf({}, cells, { scope, plan, first, total: await countRange(db, scope, plan) })]
}

async function getLabelLines(db: ReadDb, scope: Scope, plan: QueryPlan, label: string): Promise<Line[]> {
  const { relation } = distinctOf(scope.metric)
  const rows = relation.byLabel[label]
  if (!rows) throw new Error(`${scope.metric.name} is not counted by ${label}`)
  const first = await (await relation.load()).findFirst(db)
  const among = plan.filters[label]
  if (among) requireValues(rows, label, among)
  const count = async (labels: Line['labels'], values: readonly string[], isRest = false): Promise<Line> => {
    const of = { group: TOTAL, label, values, isRest }
    const cells = await getLabelCells(db, scope, rows, { ...of, buckets: plan.buckets })
    const all = await getLabelCells(db, scope, rows, { ...of, buckets: asOneBucket(plan).buckets })
    return lineOf(labels, cells, { scope, plan, first, total: all[0]?.sum ?? 0 })
  }
  if (plan.by.length === 0) return [await count({}, among ?? [])]
  const top = await findTopValues(db, scope, rows, { label, top: plan.top, among })
  const lines = await Promise.all(top.map((value) => count({ [label]: value }, [value])))
  const left = among?.filter((value) => !top.includes(value))
  const rest = await count(otherLabels(plan.by), left ?? top, left === undefined)
  return rest.summary.value ? [...lines, rest] : lines
}

function requireValues({ labels }: MemberRelation, label: string, values: readonly string[]): void {
  if (labels[label]?.type !== 'bigint' || values.every((value) => /^\d{1,18}$/.test(value))) return
  throw invalid(`label.${label}`, `must be the ID of a ${label}`, 'label.bad_value')
}

const calendar = ({ resolution }: QueryPlan): DistinctResolution => {
  if (resolution === 'day' || resolution === 'week' || resolution === 'month') return resolution
  throw new Error(`distinct counts can't have the resolution ${resolution}`)
}

/** Distinct members of the whole range. */
async function countRange(db: ReadDb, scope: Scope, { buckets }: QueryPlan): Promise<number> {
  const counts = await distinctOf(scope.metric).relation.load()
  const isDayEdge = (at: Date) => isDayStart(Temporal.Instant.from(at.toISOString()), scope.zone)
  const isPresent = scope.end >= scope.asOf && Date.now() - scope.asOf.getTime() < PRESENT_MS
  const days = localDays(scope, buckets)
  if (days && isDayEdge(scope.from) && (isDayEdge(scope.end) || isPresent)) {
    const found = await counts.count(db, { ...days, unit: 'all' })
    return found.reduce((total, { members }) => total + members, 0)
  }
  return scope.from < scope.end ? counts.countBetween(db, scope.from, scope.end) : 0
}

function lineOf(
  labels: Line['labels'],
  cells: readonly BucketCell[],
  { scope, plan, first, total }: { scope: Scope; plan: QueryPlan; first: Date | null; total: number },
): Line {
  const row = rowsByGroup(cells).get(TOTAL)
  // In another zone the first day may be a day earlier: what was counted there shows anyway. Nobody is not counted.
  const counted = [...(row ?? [])].filter(([, cell]) => cell.sum > 0).map(([index]) => index)
  const begins = Math.min(
    ...counted,
    first ? plan.buckets.filter((bucket) => bucket.until <= first).length : plan.buckets.length,
  )
  const measure = (index: number): BucketSummary | null => {
    const bucket = plan.buckets[index]
    if (!bucket || index < begins) return null
    return countedIn(bucket, scope, row?.get(index)?.sum ?? 0)
  }
  const summarise = (measured: readonly BucketSummary[]): SummaryView => ({
    value: measured.length > 0 ? total : null,
    min: null,
    max: null,
    samples: total,
    coveredSeconds: measured.reduce((seconds, one) => seconds + one.coveredSeconds, 0),
  })
  return toLine(labels, plan, scope, measure, summarise)
}
