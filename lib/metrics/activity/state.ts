import { sql } from 'kysely'
import type { ReadDb, Trx } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import type { ActivityKind } from '@/lib/settings/terms'

/** By which rules activity is kept at this moment. */
export interface ActivityRules {
  /** The zone of the bitmaps' days, which follows the community's with a rebuild. */
  zone: string
  /** Kinds that make a member active; the others are recorded and not counted. */
  kinds: readonly ActivityKind[]
}

export interface ActivityState extends ActivityRules {
  /** False while a rebuild is under way: the bitmaps can't answer then, the raw rows can. */
  isComplete: boolean
  /** Local day up to which open attendances have been counted. */
  extendedTo: string | null
}

export async function getActivityState(db: ReadDb): Promise<ActivityState> {
  const state = await db
    .selectFrom('activity_state')
    .select(['zone', 'is_complete', 'extended_to'])
    .executeTakeFirstOrThrow()
  const { activityKinds } = await getSettings(db)
  return { zone: state.zone, kinds: activityKinds, isComplete: state.is_complete, extendedTo: state.extended_to }
}

/**
 * Takes the lock under which activity is changed until the transaction ends, and answers the rules that hold under it. Take
 * it once per transaction, after the raw rows are written: whoever only adds takes it `shared`; whoever may take a day away,
 * or rebuilds, takes it `exclusive`. Without it a day could be taken away by one transaction that can't see yet the
 * row by which another has just found the day set.
 */
export async function lockActivity(trx: Trx, mode: 'shared' | 'exclusive'): Promise<ActivityRules> {
  const lock = mode === 'shared' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`
  await sql`select ${lock}(hashtext('activity'))`.execute(trx)
  return getActivityState(trx)
}
