import { sql } from 'kysely'
import { toMicrosecondIso } from '@/lib/core/db/microsecond-iso'
import type { Trx } from '@/lib/core/db/types'

/** Where a message of the mirror lies. */
export interface MessageLocation {
  /** Its external id. */
  id: string
  messageId: number
  /** To the microsecond, which a Date would cut off. */
  sentAt: string
}

/** Where the mirror has the messages of these external ids; what it doesn't have is left out. Where origins share an id, the first has it. */
export async function findMessageLocations(trx: Trx, externalIds: readonly string[]): Promise<MessageLocation[]> {
  if (externalIds.length === 0) return []
  const { rows } = await sql<MessageLocation>`
    select distinct on (external_id) external_id as id, message_id as "messageId", ${toMicrosecondIso(sql`sent_at`)} as "sentAt"
    from origin join message_key on message_key.origin_id = origin.id
    where external_id = any(${externalIds}::text[]) order by external_id, origin.id`.execute(trx)
  return rows
}

export interface InstantRange {
  from: Date
  to: Date
}

/**
 * The instants between which messages lie, widened by so many milliseconds; null where there are none. Given to a query as values they
 * leave it with the months that it needs: to plan it over all months of six years took longer than all else that a report takes.
 */
export function instantRangeOf(places: readonly MessageLocation[], aroundMs = 0): InstantRange | null {
  if (places.length === 0) return null
  const times = places.map(({ sentAt }) => Date.parse(sentAt))
  return { from: new Date(Math.min(...times) - aroundMs), to: new Date(Math.max(...times) + aroundMs + 1) }
}
