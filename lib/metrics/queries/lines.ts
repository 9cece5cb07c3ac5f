import type { LabelName } from '../catalogue'
import { elapsedSeconds, type Measured, toPoint } from '../points'
import type { PointView, SummaryView } from '../schema'
import type { Resolution } from '../terms'
import type { Bucket } from './buckets'
import type { Cell } from './cells'
import type { Scope } from './scope'

/** How a question is to be answered, once its scope is known. */
export interface Plan {
  resolution: Resolution
  buckets: readonly Bucket[]
  /** Only these label values, each metric having one label at most. */
  filter: { label: LabelName; values: readonly string[] } | null
  by: LabelName | null
  top: number
}

/** One line of an answer before it has a name; `value` is null for the total. */
export interface Line {
  value: string | null
  summary: SummaryView
  points: PointView[]
}

/** Cells of one group by bucket, counted from 0. */
export type CellRow = ReadonlyMap<number, Cell>

export function rowsByGroup(cells: readonly Cell[]): Map<string, Map<number, Cell>> {
  const rows = new Map<string, Map<number, Cell>>()
  for (const cell of cells) {
    const row = rows.get(cell.group) ?? new Map<number, Cell>()
    rows.set(cell.group, row.set(cell.bucket - 1, cell))
  }
  return rows
}

/** Makes a line of what `measure` says of each bucket; null leaves the bucket out. */
export function toLine(
  value: string | null,
  { buckets }: Plan,
  scope: Scope,
  measure: (index: number) => Measured | null,
  summarise: (measured: readonly Measured[]) => SummaryView,
): Line {
  const measured: Measured[] = []
  const points: PointView[] = []
  buckets.forEach((bucket, index) => {
    const one = bucket.at < scope.end ? measure(index) : null
    if (!one) return
    measured.push(one)
    points.push(toPoint(bucket, one, scope))
  })
  return { value, summary: summarise(measured), points }
}

/** A count in a bucket: it covers what of the bucket is over, so that rates divide by real seconds. */
export const countedIn = (bucket: Bucket, scope: Scope, n: number): Measured => ({
  value: n,
  min: null,
  max: null,
  samples: n,
  valueSeconds: 0,
  coveredSeconds: elapsedSeconds(bucket, scope),
})
