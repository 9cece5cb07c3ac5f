import type { Level } from '../levels'
import { type BucketSummary, elapsedSeconds, toPoint } from '../points'
import type { PointView, SummaryView } from '../schema'
import { OTHER, type Resolution } from '../terms'
import type { Bucket } from './buckets'
import type { BucketCell } from './cells'
import type { Scope } from './scope'

/** How a question is to be answered, once its scope is known. */
export interface QueryPlan {
  resolution: Resolution
  buckets: readonly Bucket[]
  /** Of each of these labels only the values named. */
  filters: Filters
  /** The labels by whose values lines are told apart. */
  by: readonly string[]
  top: number
  /** The level of the series that answer. */
  level: Level
}

export type Filters = Readonly<Record<string, readonly string[]>>

/** One line of an answer before it has a name; without labels it is the total, or what was filtered. */
export interface Line {
  labels: Readonly<Record<string, string>>
  summary: SummaryView
  points: PointView[]
}

/** Cells of one group by bucket, counted from 0. */
export type CellsByBucket = ReadonlyMap<number, BucketCell>

export const NO_CELLS: CellsByBucket = new Map()

export function rowsByGroup(cells: readonly BucketCell[]): Map<string, Map<number, BucketCell>> {
  const rows = new Map<string, Map<number, BucketCell>>()
  for (const cell of cells) {
    const row = rows.get(cell.group) ?? new Map<number, BucketCell>()
    rows.set(cell.group, row.set(cell.bucket - 1, cell))
  }
  return rows
}

/** Makes a line of what `measure` says of each bucket; null leaves the bucket out. */
export function toLine(
  labels: Line['labels'],
  { buckets }: Pick<QueryPlan, 'buckets'>,
  scope: Scope,
  measure: (index: number) => BucketSummary | null,
  summarise: (measured: readonly BucketSummary[]) => SummaryView,
): Line {
  const measured: BucketSummary[] = []
  const points: PointView[] = []
  buckets.forEach((bucket, index) => {
    const one = bucket.at < scope.end ? measure(index) : null
    if (!one) return
    measured.push(one)
    points.push(toPoint(bucket, one, scope))
  })
  return { labels, summary: summarise(measured), points }
}

/** A count in a bucket: it covers what of the bucket is over, so that rates divide by real seconds. */
export const countedIn = (bucket: Bucket, scope: Scope, n: number): BucketSummary => ({
  value: n,
  min: null,
  max: null,
  samples: n,
  valueSeconds: 0,
  coveredSeconds: elapsedSeconds(bucket, scope),
})

/** A series, by the labels that it has. */
export interface LabelledSeries {
  id: number
  labels: Readonly<Record<string, string>>
}

/** Series that make one line together. */
export interface Group<Series extends LabelledSeries = LabelledSeries> {
  key: string
  labels: Line['labels']
  series: readonly Series[]
}

/** The group of what makes one line where nothing is told apart. */
export const ALL = 'all'

/** Series by the values of the labels that are told apart, in the order of their first ids. */
export function groupsOf<Series extends LabelledSeries>(
  series: readonly Series[],
  by: readonly string[],
): Group<Series>[] {
  const groups = Map.groupBy(series, ({ labels }) => JSON.stringify(by.map((name) => labels[name])))
  return [...groups].map(([key, members]) => ({
    key,
    labels: Object.fromEntries(by.map((name) => [name, members[0]?.labels[name] ?? ''])),
    series: members,
  }))
}

/**
 * The groups that come to most, and the rest as one more. What weighs nothing known is left out.
 * @param weights by the key of a group
 */
export function topGroups<Series extends LabelledSeries>(
  groups: readonly Group<Series>[],
  weights: ReadonlyMap<string, number>,
  { top, by }: Pick<QueryPlan, 'top' | 'by'>,
): Group<Series>[] {
  const ranked = groups
    .filter(({ key }) => weights.has(key))
    .sort((a, b) => (weights.get(b.key) ?? 0) - (weights.get(a.key) ?? 0) || firstId(a) - firstId(b))
  const rest = ranked.slice(top).flatMap(({ series }) => series)
  if (rest.length === 0) return ranked
  return [...ranked.slice(0, top), { key: OTHER, labels: otherLabels(by), series: rest }]
}

/** The labels of what is not among the top. */
export const otherLabels = (by: readonly string[]): Line['labels'] =>
  Object.fromEntries(by.map((name) => [name, OTHER]))

export const isOther = ({ labels }: Pick<Line, 'labels'>): boolean => Object.values(labels)[0] === OTHER

const firstId = ({ series }: Group): number => series[0]?.id ?? 0

/** A plan's buckets as one, for what a whole range comes to. */
export const asOneBucket = (plan: QueryPlan): QueryPlan => ({ ...plan, buckets: plan.buckets.slice(0, 1) })

export const startsOf = ({ buckets }: Pick<QueryPlan, 'buckets'>): string[] => buckets.map((bucket) => bucket.start)
