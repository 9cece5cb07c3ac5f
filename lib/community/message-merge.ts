import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { recordActivity } from '@/lib/metrics/activity/record'
import type { Spans } from '@/lib/metrics/activity/spans'
import { lockActivity } from '@/lib/metrics/activity/state'
import { withdrawActivity } from '@/lib/metrics/activity/withdraw'
import { touchEvents } from '@/lib/metrics/commands/touch-events'
import {
  addNewMessages,
  changeMessages,
  findChanged,
  type IncomingMessages,
  joinPlaces,
  type MessagePlaces,
  NO_PLACES,
} from './message-rows'

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
  await followActivity(trx, changed.left, joinPlaces(added.places, changed.reached))
  await touchMessages(trx, joinPlaces(added.places, changed.recounted))
  return { new: added.messages, changed: changed.messages, unchanged: added.total - added.messages - changed.messages }
}

const NO_CHANGE = { messages: 0, left: NO_PLACES, reached: NO_PLACES, recounted: NO_PLACES }

async function followActivity(trx: Trx, left: MessagePlaces, reached: MessagePlaces): Promise<void> {
  if (reached.memberIds.length === 0) return
  const isMoved = left.memberIds.length > 0
  const rules = await lockActivity(trx, isMoved ? 'exclusive' : 'shared')
  if (isMoved) await withdrawActivity(trx, rules, 'message', toSpans(left))
  await recordActivity(trx, rules, 'message', toSpans(reached))
}

const toSpans = ({ memberIds, buckets, lasts }: MessagePlaces): Spans => sql`
  select member_id, timestamptz 'epoch' + bucket * interval '1 second' as from_at,
    timestamptz 'epoch' + last * interval '1 microsecond' as to_at
  from unnest(${memberIds}::bigint[], ${buckets}::bigint[], ${lasts}::bigint[]) as place (member_id, bucket, last)`

async function touchMessages(trx: Trx, { channelIds, buckets }: MessagePlaces): Promise<void> {
  const touched = new Map<string, { at: Date; label: string }>()
  buckets.forEach((bucket, index) => {
    const label = String(channelIds[index])
    touched.set(`${bucket}@${label}`, { at: new Date(bucket * 1000), label })
  })
  await touchEvents(trx, 'messages', [...touched.values()])
}
