import { sql } from 'kysely'
import { z } from 'zod'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { ensureOrigin, storeChannels, storeMembers } from '../entities'
import { ensureErasedMembers } from '../erased'
import { type MergeCounts, mergeMessages } from '../message-merge'
import { textRetentionStart } from '../rules'

const externalId = z.string().min(1).max(200)
const named = z.object({ id: externalId, name: z.string().min(1).max(200).optional() })

/** One message as its platform tells it; the same id again is the same message, as it is now. */
export const ingestedMessage = z.object({
  id: externalId,
  sentAt: z.date(),
  member: named,
  channel: named,
  topic: z.string().max(500).optional(),
  text: z.string().max(65_536).optional(),
})
export type IngestedMessage = z.output<typeof ingestedMessage>

/**
 * Brings messages of a platform into the mirror as they happen, all or none. Idempotent by (origin, id); where a batch
 * names a message twice the last one holds. Activity and the recount of what changed come with it. Of what erased members write
 * is kept that they wrote, and how much.
 */
export async function ingestMessages(
  db: Db,
  actor: Actor,
  { origin, messages }: { origin: string; messages: readonly IngestedMessage[] },
): Promise<MergeCounts> {
  requirePermission(actor, 'imports:write')
  const last = [...new Map(messages.map((message) => [message.id, message])).values()]
  if (last.length === 0) return { new: 0, changed: 0, unchanged: 0 }
  const times = last.map((message) => message.sentAt.getTime())
  const span = { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) }
  await ensurePartitions(db, 'message', span.from, span.to)
  const originId = await ensureOrigin(db, origin)
  return inTransaction(db, async (trx) => {
    const erased = await ensureErasedMembers(
      trx,
      originId,
      last.map((message) => message.member.id),
    )
    const { messageTextDays } = await getSettings(trx)
    const given = sql`jsonb_to_recordset(${toRows(last, erased)}::jsonb) as given (external_id text, member text,
      member_name text, channel text, channel_name text, sent_at timestamptz, topic text, text text, length int)`
    await storeMembers(
      trx,
      originId,
      sql`select member as external_id, max(member_name) as name from ${given} group by member`,
    )
    await storeChannels(
      trx,
      originId,
      sql`select distinct on (channel) channel as external_id, channel_name as name, sent_at as named_at from ${given}
        order by channel, channel_name is null, sent_at desc`,
    )
    return mergeMessages(trx, {
      originId,
      stated: { topic: true, text: true, length: true },
      span,
      textSince: textRetentionStart(messageTextDays, new Date()),
      relation: sql`
        select given.external_id, member.id as member_id, channel.id as channel_id, given.sent_at, given.topic, given.text,
          coalesce(given.length, char_length(given.text)) as length
        from ${given}
        join member on member.origin_id = ${originId} and member.external_id = given.member
        join channel on channel.origin_id = ${originId} and channel.external_id = given.channel`,
    })
  })
}

const toRows = (messages: readonly IngestedMessage[], erased: ReadonlyMap<string, string>): string =>
  JSON.stringify(
    messages.map(({ id, sentAt, member, channel, topic, text }) => ({
      external_id: id,
      channel: channel.id,
      channel_name: channel.name,
      sent_at: sentAt,
      ...(erased.has(member.id)
        ? { member: erased.get(member.id), length: text === undefined ? undefined : [...text].length }
        : { member: member.id, member_name: member.name, topic, text }),
    })),
  )
