import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { toLocal } from '@/lib/core/time/format'
import { countActive, countNewByDay, type MemberCount } from '../activity/queries'
import type { Bucket } from './buckets'
import { bucketOf, type Cell } from './cells'
import { countCell } from './counted-cells'
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
  { resolution, buckets, group }: { resolution: DistinctResolution; buckets: readonly Bucket[]; group: string },
): Promise<Cell[]> {
  const range = localDays(scope, buckets)
  if (!range) return []
  const counts =
    resolution === 'day' && scope.hasDays
      ? await keptDays(db, scope.totalId, range)
      : scope.metric.name === 'daily_new_users'
        ? await countNewByDay(db, range)
        : await countActive(db, { ...range, unit: resolution })
  return intoBuckets(counts, buckets, group)
}

/** The buckets that rows are counted into, and the group that they count for: their channel's, or one for all. */
export interface ChannelCount {
  buckets: readonly Bucket[]
  group: string | null
  channels: readonly string[]
  /** Counts every channel but these, as `other` needs. */
  isRest?: boolean
}

/** Distinct members who wrote in channels in each bucket; what is counted together is counted anew, each member once. */
export async function getChannelMemberCells(db: ReadDb, scope: Scope, count: ChannelCount): Promise<Cell[]> {
  const starts = count.buckets.map((bucket) => bucket.start)
  const { rows } = await sql<{ group: string; bucket: number; n: number }>`
    select ${count.group === null ? sql`channel_id::text` : sql`${count.group}::text`} as "group",
      ${bucketOf(sql`sent_at`, starts)} as bucket, count(distinct member_id)::int as n
    from message where sent_at >= ${scope.from}::timestamptz and sent_at < ${scope.end}::timestamptz
      and (channel_id = any(${count.channels}::bigint[])) <> ${count.isRest ?? false}
    group by 1, 2`.execute(db)
  return rows.map((row) => countCell(row.group, row.bucket, row.n))
}

/** The channels in which most distinct members wrote in the range, of the given ones or of all. */
export async function findTopChannels(
  db: ReadDb,
  scope: Scope,
  top: number,
  among?: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select channel_id::text as id from message
    where sent_at >= ${scope.from}::timestamptz and sent_at < ${scope.end}::timestamptz
      and (${among ?? null}::bigint[] is null or channel_id = any(${among ?? null}::bigint[]))
    group by channel_id order by count(distinct member_id) desc, channel_id limit ${top}`.execute(db)
  return rows.map((row) => row.id)
}

/** The whole local days that the buckets cover up to asOf, cut by the range; null where there is none. */
export function localDays(scope: Scope, buckets: readonly Bucket[]): { from: string; to: string; zone: string } | null {
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
function intoBuckets(counts: readonly MemberCount[], buckets: readonly Bucket[], group: string): Cell[] {
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
