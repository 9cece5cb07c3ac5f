import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { toLocal } from '@/lib/core/time/format'
import type { DistinctRelation, LocalDays, MemberCount, MemberRelation } from '../relation'
import type { Bucket } from './buckets'
import { type BucketCell, bucketOf } from './cells'
import { columnOf, countCell } from './counted-cells'
import type { Scope } from './scope'

export type DistinctResolution = 'day' | 'week' | 'month'

const DAY_MS = 86_400_000

/**
 * Distinct members in each day, week or month, every one counted once in each. Days are whole: one that the range cuts
 * counts whole, while weeks and months count only the range's days.
 */
export async function getDistinctCells(
  db: ReadDb,
  scope: Scope,
  relation: DistinctRelation,
  { resolution, buckets, group }: { resolution: DistinctResolution; buckets: readonly Bucket[]; group: string },
): Promise<BucketCell[]> {
  const range = localDays(scope, buckets)
  if (!range) return []
  const counts =
    resolution === 'day' && scope.hasDays && relation.isKept
      ? await keptDays(db, scope.totalId, range)
      : await (await relation.load()).count(db, { ...range, unit: resolution })
  return intoBuckets(counts, buckets, group)
}

/** The buckets that rows are counted into, and the values of a label whose members are counted together. */
export interface LabelCount {
  buckets: readonly Bucket[]
  group: string
  label: string
  values: readonly string[]
  /** Counts every value but these, as `other` needs. */
  isRest?: boolean
}

/** Distinct members by the rows of a label in each bucket, each member once in what is counted together. */
export async function getLabelCells(
  db: ReadDb,
  scope: Scope,
  relation: MemberRelation,
  count: LabelCount,
): Promise<BucketCell[]> {
  const starts = count.buckets.map((bucket) => bucket.start)
  const type = sql.raw(`${relation.labels[count.label]?.type}[]`)
  const { rows } = await sql<{ bucket: number; n: number }>`
    select ${bucketOf(relation.at, starts)} as bucket, count(distinct ${relation.member})::int as n
    from ${relation.rows}
    where ${relation.at} >= ${scope.from}::timestamptz and ${relation.at} < ${scope.end}::timestamptz
      and (${columnOf(relation, count.label)} = any(${count.values}::${type})) <> ${count.isRest ?? false}
    group by 1`.execute(db)
  return rows.map((row) => countCell(count.group, row.bucket, row.n))
}

/** The values of a label that most distinct members have rows of in the range, of the given ones or of all. */
export async function findTopValues(
  db: ReadDb,
  scope: Scope,
  relation: MemberRelation,
  { label, top, among }: { label: string; top: number; among?: readonly string[] | undefined },
): Promise<string[]> {
  const column = columnOf(relation, label)
  const type = sql.raw(`${relation.labels[label]?.type}[]`)
  const { rows } = await sql<{ id: string }>`
    select ${column}::text as id from ${relation.rows}
    where ${relation.at} >= ${scope.from}::timestamptz and ${relation.at} < ${scope.end}::timestamptz
      and (${among ?? null}::${type} is null or ${column} = any(${among ?? null}::${type}))
    group by ${column} order by count(distinct ${relation.member}) desc, ${column} limit ${top}`.execute(db)
  return rows.map((row) => row.id)
}

/** The whole local days that the buckets cover up to asOf, cut by the range; null where there is none. */
export function localDays(scope: Scope, buckets: readonly Bucket[]): Required<LocalDays> | null {
  if (buckets.length === 0 || scope.from >= scope.end) return null
  const { zone } = scope
  const from = dayOf(scope.from, zone)
  const last = dayOf(new Date(scope.end.getTime() - 1), zone)
  return { from, to: addDay(last), zone }
}

async function keptDays(
  db: ReadDb,
  totalId: number | null,
  range: { from: string; to: string },
): Promise<MemberCount[]> {
  const { rows } = await sql<MemberCount>`
    select day::text as start, last::int as members from rollup_day
    where series_id = ${totalId} and day >= ${range.from}::date and day < ${range.to}::date order by day`.execute(db)
  return rows
}

/** Adds counts of days or whole units to the buckets that hold their first day. Days of new members may be added up. */
function intoBuckets(counts: readonly MemberCount[], buckets: readonly Bucket[], group: string): BucketCell[] {
  const totals = new Map<number, number>()
  let index = 0
  for (const { start, members } of counts) {
    while (index + 1 < buckets.length && (buckets[index + 1]?.local ?? '') <= start) index += 1
    totals.set(index, (totals.get(index) ?? 0) + members)
  }
  return [...totals].map(([bucket, n]) => countCell(group, bucket + 1, n))
}

function dayOf(at: Date, zone: string): string {
  const { year, month, day } = toLocal(at.getTime(), zone)
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

const addDay = (day: string): string => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10)
