import { openSession } from '@/lib/core/auth/session'
import type { Db } from '@/lib/core/db/types'
import { peerAddress } from '@/lib/core/http/peer'
import type { Actor } from './actor'
import { recordSessionSeen, recordStaffSeen } from './commands/record-presence'
import { findSessionStaff } from './queries/find-access'
import type { StaffSummary } from './schema'

export interface SignedIn {
  actor: Actor
  staff: StaffSummary
}

/**
 * The person of a session cookie, or null where it is missing, forged, run out, ended (its row, or the version), or of somebody
 * who was disabled. The one place that turns a cookie into a person: for pages, API and sockets.
 */
export async function authenticateSession(db: Db, headers: Headers): Promise<SignedIn | null> {
  const claim = await openSession(headers.get('cookie'))
  const found = claim && (await findSessionStaff(db, claim))
  if (!found) return null
  const address = peerAddress(headers)
  await recordStaffSeen(db, found)
  if (found.session) await recordSessionSeen(db, found.session, address)
  const { id, name, email, role } = found
  return {
    actor: { kind: 'staff', id, role, scopes: [], address, sessionId: claim.sessionId },
    staff: { id, name, email, role },
  }
}
