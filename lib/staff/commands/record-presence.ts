import type { Db } from '@/lib/core/db/types'

/** "Last seen" is exact to this; finer would be a write per request. */
const PRESENCE_STEP_MS = 60_000

/** Of a session it need not be as fine: one write in so long. */
const SESSION_STEP_MS = 5 * 60_000

const isStale = (at: Date | null, stepMs = PRESENCE_STEP_MS): boolean => !at || Date.now() - at.getTime() > stepMs

/** Notes that a person was here. Neither permission nor audit: it is a trace of reading, not a change. */
export async function recordStaffSeen(db: Db, staff: { id: string; lastSeenAt: Date | null }): Promise<void> {
  if (!isStale(staff.lastSeenAt)) return
  await db.updateTable('staff').set({ last_seen_at: new Date() }).where('id', '=', staff.id).execute()
}

/** Notes that a session was used, and from where; a socket that stays open knows no address. */
export async function recordSessionSeen(
  db: Db,
  session: { id: string; lastSeenAt: Date },
  address: string | null,
): Promise<void> {
  if (!isStale(session.lastSeenAt, SESSION_STEP_MS)) return
  await db
    .updateTable('staff_session')
    .set({ last_seen_at: new Date(), ...(address ? { address } : {}) })
    .where('id', '=', session.id)
    // Of many requests at once, after a pause, one writes.
    .where('last_seen_at', '<', new Date(Date.now() - SESSION_STEP_MS))
    .execute()
}

/** Notes that a key was used. */
export async function recordKeyUse(db: Db, key: { id: string; lastUsedAt: Date | null }): Promise<void> {
  if (!isStale(key.lastUsedAt)) return
  await db.updateTable('api_key').set({ last_used_at: new Date() }).where('id', '=', key.id).execute()
}
