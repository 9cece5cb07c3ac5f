import type { Db } from '@/lib/core/db/types'

/** "Last seen" is exact to this; finer would be a write per request. */
const PRESENCE_STEP_MS = 60_000

const isStale = (at: Date | null): boolean => !at || Date.now() - at.getTime() > PRESENCE_STEP_MS

/** Notes that a person was here. Neither permission nor audit: it is a trace of reading, not a change. */
export async function noteStaffSeen(db: Db, staff: { id: string; lastSeenAt: Date | null }): Promise<void> {
  if (!isStale(staff.lastSeenAt)) return
  await db.updateTable('staff').set({ last_seen_at: new Date() }).where('id', '=', staff.id).execute()
}

/** Notes that a key was used. */
export async function noteKeyUse(db: Db, key: { id: string; lastUsedAt: Date | null }): Promise<void> {
  if (!isStale(key.lastUsedAt)) return
  await db.updateTable('api_key').set({ last_used_at: new Date() }).where('id', '=', key.id).execute()
}
