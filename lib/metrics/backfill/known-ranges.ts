import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { KnownPart } from '../relation'
import { joinedAt } from '../snapshot/definitions'

/** From when to when the mirror knows something, half-open; null where it knows nothing of it. */
export type KnownRange = { from: Date; to: Date } | null

export type KnownRanges = Record<KnownPart, KnownRange>

/**
 * What can be known of the past: before the first and after the last row of a kind a count would be zero because nobody looked,
 * not because nothing was there. What is open reaches up to now.
 */
export async function findKnownRanges(db: ReadDb, { now, zone }: { now: Date; zone: string }): Promise<KnownRanges> {
  const { rows } = await sql<Record<`${string}_from` | `${string}_to`, Date | null>>`
    select
      (select min(sent_at) from message) as messages_from, (select max(sent_at) from message) as messages_to,
      (select min(at) from feature_usage) as uses_from, (select max(at) from feature_usage) as uses_to,
      (select min(started_at) from attendance) as attendances_from,
      (select case when exists (select from attendance where ended_at is null) then ${now}::timestamptz
        else max(ended_at) end from attendance where ended_at is not null) as attendances_to,
      (select min(started_at) from instance) as instances_from,
      (select case when exists (select from instance where ended_at is null) then ${now}::timestamptz
        else max(ended_at) end from instance) as instances_to,
      (select min(${joinedAt(zone)}) from member) as members_from, ${now}::timestamptz as members_to`.execute(db)
  const row = rows[0] ?? {}
  const span = (...names: string[]): KnownRange => {
    const from = names.flatMap((name) => row[`${name}_from`]?.getTime() ?? [])
    const to = names.flatMap((name) => row[`${name}_to`]?.getTime() ?? [])
    if (from.length === 0 || to.length === 0) return null
    return { from: new Date(Math.min(...from)), to: new Date(Math.min(now.getTime(), Math.max(...to))) }
  }
  return {
    messages: span('messages'),
    doings: span('messages', 'uses', 'attendances'),
    attendances: span('attendances'),
    instances: span('instances'),
    members: span('members'),
  }
}
