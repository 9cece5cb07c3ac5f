import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { ItemInput } from '../../schema/items'

interface MirroredMessage {
  external_id: string
  text: string | null
  sent_at: Date
  author: string
  name: string | null
  channel: string
}

/**
 * A mirrored message as the item of a case, with what the mirror still has of it.
 * @throws DomainError `message.not_found`
 */
export async function readMirrored(trx: Trx, message: { id: number; sentAt: string } | undefined): Promise<ItemInput> {
  const { rows } = await sql<MirroredMessage>`
    select key.external_id, message.text, message.sent_at, member.external_id as author, member.name,
      channel.external_id as channel
    from message join message_key as key on key.sent_at = message.sent_at and key.message_id = message.id
    join member on member.id = message.member_id join channel on channel.id = message.channel_id
    where message.sent_at = ${message?.sentAt ?? null}::timestamptz and message.id = ${message?.id ?? 0}`.execute(trx)
  const row = rows[0]
  if (!row) throw notFound('message', String(message?.id ?? ''))
  return {
    type: 'message',
    id: row.external_id,
    ...(row.text === null ? {} : { text: row.text }),
    author: { id: row.author, ...(row.name === null ? {} : { name: row.name }) },
    channelId: row.channel,
    createdAt: row.sent_at.toISOString(),
  }
}
