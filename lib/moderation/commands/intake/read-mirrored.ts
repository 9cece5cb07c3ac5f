import { sql } from 'kysely'
import { toMicrosecondIso } from '@/lib/core/db/microsecond-iso'
import type { Trx } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import type { ItemInput } from '../../schema/items'
import { findMessageLocations, instantRangeOf, type MessageLocation } from './find-message-locations'

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
export async function readMirroredItems(
  trx: Trx,
  message: { id: number; sentAt: string } | undefined,
): Promise<ItemInput> {
  const { rows: places } = await sql<MessageLocation>`
    select external_id as id, message_id as "messageId", ${toMicrosecondIso(sql`sent_at`)} as "sentAt" from message_key
    where sent_at = ${message?.sentAt ?? null}::timestamptz and message_id = ${message?.id ?? 0} limit 1`.execute(trx)
  const [row] = await readMessages(trx, places)
  if (!row) throw notFound('message', String(message?.id ?? ''))
  return {
    type: 'message',
    id: row.external_id,
    ...(row.text === null ? {} : { text: row.text }),
    ...locationOf(row),
    createdAt: row.sent_at.toISOString(),
  }
}

/**
 * The same items, with what the mirror knows of messages that came without it: author and channel, and of a message that is named
 * by its id alone also text and time. Where its case has a content, that stays what is known of it: the mirror may be behind.
 */
export async function fillFromMirror(trx: Trx, items: readonly ItemInput[]): Promise<ItemInput[]> {
  const asking = new Set(items.filter(isLacking).map(({ id }) => id))
  if (asking.size === 0) return [...items]
  const rows = await readMessages(trx, await findMessageLocations(trx, [...asking]))
  const known = new Map(rows.map((row) => [row.external_id, row]))
  const told = rows.length > 0 && items.some(isBare) ? await findWithContent(trx, [...known.keys()]) : new Set()
  return items.map((item) => {
    const row = isLacking(item) ? known.get(item.id) : undefined
    if (!row) return item
    const said =
      isBare(item) && row.text !== null && !told.has(item.id)
        ? { text: row.text, createdAt: item.createdAt ?? row.sent_at.toISOString() }
        : {}
    return { ...locationOf(row), ...item, ...said }
  })
}

const isBare = ({ text, url, name, media }: ItemInput): boolean => !text && !url && !name && !media?.length
const isLacking = (item: ItemInput): boolean =>
  item.type === 'message' && (item.author === undefined || item.channelId === undefined || isBare(item))

const locationOf = ({ author, name, channel }: MirroredMessage) => ({
  author: { id: author, ...(name === null ? {} : { name }) },
  channelId: channel,
})

/** Of an erased member there are no words, whether or not the mirror has let go of them by now. */
async function readMessages(trx: Trx, places: readonly MessageLocation[]): Promise<MirroredMessage[]> {
  const span = instantRangeOf(places)
  if (!span) return []
  const { rows } = await sql<MirroredMessage>`
    select place.id as external_id, message.sent_at, member.external_id as author, member.name,
      channel.external_id as channel, case when member.erased_at is null then message.text end as text
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as place (id text, "messageId" bigint, "sentAt" timestamptz)
    join message on message.sent_at = place."sentAt" and message.id = place."messageId"
    join member on member.id = message.member_id join channel on channel.id = message.channel_id
    where message.sent_at between ${span.from} and ${span.to}`.execute(trx)
  return rows
}

/** Of messages those whose case has a content. */
async function findWithContent(trx: Trx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select item_id as id from moderation_case where item_type = 'message' and item_id = any(${ids}::text[])
      and (content ->> 'text' is not null or content ->> 'url' is not null or content ->> 'name' is not null
        or jsonb_array_length(coalesce(content -> 'media', '[]')) > 0)`.execute(trx)
  return new Set(rows.map(({ id }) => id))
}
