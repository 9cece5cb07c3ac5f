import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { touch } from '@/lib/metrics/commands/touch'
import {
  addNewMessages,
  changeMessages,
  findChanged,
  type IncomingMessages,
  locationsQuery,
  type MessageLocations,
  NO_LOCATIONS,
} from './message-rows'
import { MESSAGES } from './relations'

export interface MergeCounts {
  new: number
  changed: number
  unchanged: number
}

/**
 * Brings messages into the mirror by set-based statements: new ones are added, those that differ are changed in every stated
 * column, also when that moves them to another month, and the rest isn't touched, so that doing it again does nothing.
 * Activity follows, and the buckets that changed are marked for recount. The partitions must exist. Order of locks,
 * the same for all writers of the mirror: message keys by external id, then activity, then buckets.
 */
export async function mergeMessages(trx: Trx, incoming: IncomingMessages): Promise<MergeCounts> {
  const added = await addNewMessages(trx, incoming)
  const candidates = added.messages < added.total ? await findChanged(trx, incoming) : []
  const changed = candidates.length > 0 ? await changeMessages(trx, incoming, candidates) : NO_CHANGE
  await touchMessages(trx, [...added.places, ...changed.reached], changed.left)
  return { new: added.messages, changed: changed.messages, unchanged: added.total - added.messages - changed.messages }
}

const NO_CHANGE = { messages: 0, left: NO_LOCATIONS, reached: NO_LOCATIONS }

async function touchMessages(trx: Trx, reached: MessageLocations, left: MessageLocations): Promise<void> {
  if (reached.length === 0) return
  await touch(trx, MESSAGES, toRows(reached), left.length > 0 ? toRows(left) : undefined)
}

const toRows = (places: MessageLocations) => sql`
  select from_at as at, to_at as until, member_id, channel_id as channel from (${locationsQuery(places)}) as place`
