import type { ReadDb } from '@/lib/core/db/types'
import { entryOf } from '../entries'
import { type EntryOf, isKind, type MetricEntry } from '../entry'
import { chooseLevel, levelsOf } from '../levels'
import { summariseCount } from '../points'
import type { BucketCell } from '../queries/cells'
import { type CountedSeries, findFirstEvent, getCountedCells } from '../queries/counted-cells'
import {
  ALL,
  asOneBucket,
  countedIn,
  type Group,
  groupsOf,
  type LabelledSeries,
  type Line,
  NO_CELLS,
  type QueryPlan,
  rowsByGroup,
  startsOf,
  toLine,
  topGroups,
} from '../queries/lines'
import { findSeries, type Scope } from '../queries/scope'
import { splitRange } from '../range-segments'
import { rollUpCountedQuarters } from '../roll-up/counted-quarters'
import type { KindOfMetric } from './kind'

/** Counted from rows: 0 from the first row to asOf, nothing before. Never summed from samples. */
export const eventKind: KindOfMetric = {
  name: 'event',
  isSampled: false,
  findFinest: async () => 0,
  findLevel: async (_db, { metric }, wanted, paths) =>
    chooseLevel(metric, wanted, levelsOf(eventOf(metric).relation), paths),
  getLines,
  week: { findStart, isLevel: false },
  rollUp: rollUpCountedQuarters,
}

function eventOf(metric: MetricEntry): EntryOf<'event'> {
  if (isKind(metric, 'event')) return metric
  throw new Error(`${metric.name} is not counted from rows`)
}

/** When the rows begin: where only some of them count, the others say that there were none. */
function findStart(db: ReadDb, scope: Scope): Promise<Date | null> {
  const entry = eventOf(scope.metric)
  const first = entry.relation.begins ? eventOf(entryOf(entry.relation.begins)) : entry
  return findFirstEvent(db, first.relation, scope.totals[first.name] ?? null, scope.zone)
}

async function getLines(db: ReadDb, scope: Scope, plan: QueryPlan): Promise<Line[]> {
  const first = await findStart(db, scope)
  const found = await findSeries(db, scope, plan.level, plan.filters)
  const groups = plan.by.length === 0 ? [{ key: ALL, labels: {}, series: found }] : await rank(db, scope, plan, found)
  const rows = rowsByGroup(await read(db, scope, plan, groups))
  return groups.map(({ key, labels }) => {
    const cells = rows.get(key) ?? NO_CELLS
    return toLine(
      labels,
      plan,
      scope,
      (index) => {
        const bucket = plan.buckets[index]
        if (!bucket || !first || bucket.until <= first) return null
        return countedIn(bucket, scope, cells.get(index)?.sum ?? 0)
      },
      summariseCount,
    )
  })
}

async function rank(db: ReadDb, scope: Scope, plan: QueryPlan, found: readonly LabelledSeries[]): Promise<Group[]> {
  const groups = groupsOf(found, plan.by)
  const cells = await read(db, scope, asOneBucket(plan), groups)
  return topGroups(groups, new Map(cells.map((cell) => [cell.group, cell.sum])), plan)
}

function read(db: ReadDb, scope: Scope, plan: QueryPlan, groups: readonly Group[]): Promise<BucketCell[]> {
  const { from, end, zone, hasDays } = scope
  return getCountedCells(db, eventOf(scope.metric).relation, plan.level, {
    series: groups.flatMap(({ key, series }) => series.map((one): CountedSeries => ({ ...one, group: key }))),
    pieces: splitRange(from, end, { zone, hasDays, resolution: plan.resolution }),
    starts: startsOf(plan),
    zone,
  })
}
