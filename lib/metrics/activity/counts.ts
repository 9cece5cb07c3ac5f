import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { DistinctCounts } from '../relation'
import { countActiveBetween, countNewBetween } from './between'
import { countActive, countNewByDay } from './queries'

export const activeMembers: DistinctCounts = {
  count: countActive,
  countBetween: countActiveBetween,
  findFirst: firstActiveAt,
}

/** Everybody is new once, so days may be added up. */
export const newMembers: DistinctCounts = {
  count: countNewByDay,
  countBetween: countNewBetween,
  findFirst: firstActiveAt,
}

/** When the first local day begins on which anybody was active. */
async function firstActiveAt(db: ReadDb): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(first_active_on)::timestamp at time zone (select zone from activity_state) as at from member`.execute(db)
  return rows[0]?.at ?? null
}
