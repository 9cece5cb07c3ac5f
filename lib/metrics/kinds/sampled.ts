import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { chooseLevel, type LabelPaths, type Level } from '../levels'
import type { BucketSummary } from '../points'
import { type BucketCell, type GroupedSeries, TOTAL } from '../queries/cells'
import {
  ALL,
  asOneBucket,
  type Group,
  groupsOf,
  type Line,
  NO_CELLS,
  type QueryPlan,
  rowsByGroup,
  startsOf,
  toLine,
  topGroups,
} from '../queries/lines'
import { getCoverage, getSampledCells } from '../queries/sampled-cells'
import { findSeries, listLevels, type Scope } from '../queries/scope'
import { splitRange } from '../range-segments'
import type { SummaryView } from '../schema'

/** How a kind that consists of samples reads them. */
export interface SampledKind {
  /** How many times its interval a sample stands. */
  stands: number
  weigh: (cell: BucketCell) => number
  measure: (own: BucketCell | undefined, coverage: Coverage, isOne: boolean) => BucketSummary | null
  summarise: (measured: readonly BucketSummary[]) => SummaryView
  /** Whether its values are means over the time that was measured. */
  isLevel: boolean
}

/** Seconds of a bucket for which a missing value is zero; null where only the series' own seconds count. */
export type Coverage = number | null

/** More rows of quarters than these are not read to tell what was covered; hours are. */
const COVERAGE_ROWS_MAX = 3_000_000

export async function findSampledLevel(
  db: ReadDb,
  { metric }: Scope,
  wanted: Level,
  paths: LabelPaths,
): Promise<Level> {
  if (wanted.length === 0 && !metric.custom) return wanted
  return chooseLevel(metric, wanted, await listLevels(db, metric.name), paths)
}

/** Lines of samples: the total, what was filtered taken together, or the top groups and the rest. */
export async function getSampledLines(db: ReadDb, scope: Scope, plan: QueryPlan, kind: SampledKind): Promise<Line[]> {
  const found = await findSeries(db, scope, plan.level, plan.filters)
  const groups =
    plan.by.length === 0 ? [{ key: ALL, labels: {}, series: found }] : await rank(db, scope, plan, kind, found)
  // What isn't told apart is read once, as the total.
  const isTotal = plan.level.length === 0
  const own = isTotal ? [] : groups.flatMap(({ key, series }) => series.map(({ id }) => ({ id, group: key })))
  const total = scope.totalId === null ? [] : [{ id: scope.totalId, group: TOTAL }]
  const rows = rowsByGroup(await read(db, scope, plan, kind, [...total, ...own]))
  const whole = rows.get(TOTAL) ?? NO_CELLS
  const coverage = isTotal ? null : await coverageOf(db, scope, plan, kind, groups)
  return groups.map(({ key, labels, series }) => {
    const cells = isTotal ? whole : (rows.get(key) ?? NO_CELLS)
    const measure = (index: number) =>
      kind.measure(
        cells.get(index),
        coverage ? coverage(key, index) : coversWhole(scope) ? (whole.get(index)?.coveredSeconds ?? 0) : null,
        isTotal || series.length === 1,
      )
    return toLine(labels, plan, scope, measure, kind.summarise)
  })
}

/**
 * Where values of labels add up, or where a collection leaves out what is zero, a label that was not measured had the value zero:
 * it is averaged over what the metric as a whole covers.
 */
const coversWhole = ({ metric }: Scope): boolean => !metric.custom || metric.overLabels === 'sum'

/** By group and bucket, the seconds over which a level is averaged, where they are not those of the total. */
async function coverageOf(
  db: ReadDb,
  scope: Scope,
  plan: QueryPlan,
  kind: SampledKind,
  groups: readonly Group[],
): Promise<((group: string, index: number) => Coverage) | null> {
  if (!kind.isLevel || (coversWhole(scope) && (scope.totalId !== null || !scope.metric.custom))) return null
  if (!coversWhole(scope) && groups.every(({ series }) => series.length === 1)) return () => null
  const isWhole = coversWhole(scope)
  const members = isWhole
    ? (await findSeries(db, scope, plan.level, {})).map(({ id }) => ({ id, group: ALL }))
    : groups.flatMap(({ key, series }) => series.map(({ id }) => ({ id, group: key })))
  const found = await getCoverage(db, {
    ...queryOf(scope, plan, kind, members),
    pieces: finePieces(scope, members.length, plan),
  })
  const seconds = new Map(found.map((cell) => [`${cell.group} ${cell.bucket - 1}`, cell.seconds]))
  return (group, index) => seconds.get(`${isWhole ? ALL : group} ${index}`) ?? 0
}

function finePieces(scope: Scope, series: number, { resolution }: QueryPlan) {
  const quarters = ((scope.end.getTime() - scope.from.getTime()) / 900_000) * series
  const fine = quarters <= COVERAGE_ROWS_MAX ? '15m' : 'hour'
  return splitRange(scope.from, scope.end, { ...scope, resolution: resolution === 'minute' ? resolution : fine })
}

const queryOf = ({ zone }: Scope, plan: QueryPlan, { stands }: SampledKind, series: readonly GroupedSeries[]) => ({
  series,
  starts: startsOf(plan),
  zone,
  stands,
})

function read(
  db: ReadDb,
  scope: Scope,
  plan: QueryPlan,
  kind: SampledKind,
  series: readonly GroupedSeries[],
): Promise<BucketCell[]> {
  const { from, end, zone, hasDays } = scope
  const pieces = splitRange(from, end, { zone, hasDays, resolution: plan.resolution })
  return getSampledCells(db, { ...queryOf(scope, plan, kind, series), pieces })
}

/** The groups by what they come to over the range, greatest first. */
async function rank(
  db: ReadDb,
  scope: Scope,
  plan: QueryPlan,
  kind: SampledKind,
  found: Parameters<typeof groupsOf>[0],
): Promise<Group[]> {
  const groups = groupsOf(found, plan.by)
  const members = groups.flatMap(({ key, series }) => series.map(({ id }) => ({ id, group: key })))
  const cells = await read(db, scope, asOneBucket(plan), kind, members)
  return topGroups(groups, new Map(cells.map((cell) => [cell.group, kind.weigh(cell)])), plan)
}

/** The longest interval that samples of a level in the range cover. */
export async function findLongestInterval(db: ReadDb, scope: Scope, level: Level): Promise<number> {
  const ids = (await findSeries(db, scope, level, {})).map(({ id }) => id)
  const { rows } = await sql<{ seconds: number | null }>`
    select max(seconds) as seconds from sample where series_id = any(${ids}::int[])
      and at >= ${scope.from}::timestamptz and at < ${scope.end}::timestamptz`.execute(db)
  return rows[0]?.seconds ?? 0
}
