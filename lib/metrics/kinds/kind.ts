import type { ReadDb, Trx } from '@/lib/core/db/types'
import type { LabelPaths, Level } from '../levels'
import type { Line, QueryPlan } from '../queries/lines'
import type { Scope } from '../queries/scope'
import type { SeriesOfBatch } from '../roll-up/dirty'
import type { SeriesRange } from '../roll-up/series-ranges'
import type { MetricKind } from '../terms'

/** What hours of the week come to: for each hour of each weekday a sum over some time. */
export interface WeekMeasure {
  /** From when on it is measured; null where it never was. */
  findStart: (db: ReadDb, scope: Scope) => Promise<Date | null>
  /** Whether hours count for what was covered of them, and not for what they lasted. */
  isLevel: boolean
}

/** How one kind of metric is stored, answered and traced back. lib/metrics/kinds/registry.ts has one for each kind. */
export interface KindOfMetric {
  name: MetricKind
  /** Whether it consists of samples; what is counted from rows takes none. */
  isSampled: boolean
  /** Seconds of the finest bucket that it has; infinite where it has none below a day. */
  findFinest: (db: ReadDb, scope: Scope, level: Level) => Promise<number>
  /** The stored level that answers a question by these labels. @throws DomainError `label.unknown`, `level.not_stored` (invalid) */
  findLevel: (db: ReadDb, scope: Scope, wanted: Level, paths: LabelPaths) => Promise<Level>
  /** The lines of an answer. */
  getLines: (db: ReadDb, scope: Scope, plan: QueryPlan) => Promise<Line[]>
  /** Null where it has no hours. */
  week: WeekMeasure | null
  /** Recomputes 15-minute buckets of its series; absent where it has no roll-ups of its own. */
  rollUp?: (trx: Trx, spans: readonly SeriesRange[], series: ReadonlyMap<number, SeriesOfBatch>) => Promise<void>
}
