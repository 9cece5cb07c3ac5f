import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { recordActivity } from '@/lib/metrics/activity/record'
import type { Spans } from '@/lib/metrics/activity/spans'
import { lockActivity } from '@/lib/metrics/activity/state'
import { withdrawActivity } from '@/lib/metrics/activity/withdraw'
import { touchIn } from '@/lib/metrics/commands/touch'
import {
  addNewMessages,
  changeMessages,
  findChanged,
  type IncomingMessages,
  type MessagePlaces,
  NO_PLACES,
  readPlaces,
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
  await followActivity(trx, changed.left, [...added.places, ...changed.reached])
  await touchMessages(trx, [...added.places, ...changed.recounted])
  return { new: added.messages, changed: changed.messages, unchanged: added.total - added.messages - changed.messages }
}

const NO_CHANGE = { messages: 0, left: NO_PLACES, reached: NO_PLACES, recounted: NO_PLACES }

async function followActivity(trx: Trx, left: MessagePlaces, reached: MessagePlaces): Promise<void> {
  if (reached.length === 0) return
  const isMoved = left.length > 0
  const rules = await lockActivity(trx, isMoved ? 'exclusive' : 'shared')
  if (isMoved) await withdrawActivity(trx, rules, 'message', toSpans(left))
  await recordActivity(trx, rules, 'message', toSpans(reached))
}

const toSpans = (places: MessagePlaces): Spans => sql`
  select member_id, from_at, to_at from (${readPlaces(places)}) as place`

async function touchMessages(trx: Trx, places: MessagePlaces): Promise<void> {
  if (places.length === 0) return
  await touchIn(trx, MESSAGES, sql`select from_at as at, channel_id as channel from (${readPlaces(places)}) as place`)
}
