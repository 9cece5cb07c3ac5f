import { type RawBuilder, sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'

/** Messages to bring into the mirror, each once. */
export interface IncomingMessages {
  originId: number
  /** A relation `external_id, member_id, channel_id, sent_at, topic, text, length`. */
  relation: RawBuilder<unknown>
  /** What the rows state; the rest stays as it is. */
  stated: { topic: boolean; text: boolean; length: boolean }
  /** Bounds of their instants, to the millisecond or wider. */
  span: { from: Date; to: Date }
  /** Text of messages sent before it is not kept; null keeps none. */
  textSince: Date | null
}

/**
 * Where messages lie: by member, channel and quarter of an hour, which lies within one local day of every zone. Arrays as
 * PostgreSQL writes them, handed back to it as they are: as many values of our own took the process over its bound of memory.
 */
export type MessageLocations = readonly {
  memberIds: string
  channelIds: string
  /** Starts of the quarters, in seconds since 1970. */
  buckets: string
  /** Last instants in them, in microseconds since 1970, which a Date would cut off. */
  lasts: string
}[]

export const NO_LOCATIONS: MessageLocations = []

/** The places of the rows of a relation `member_id, channel_id, sent_at`, as one list or none. */
const locationsIn = (rows: RawBuilder<unknown>): RawBuilder<MessageLocations> => sql`(
  select case when count(*) = 0 then '[]' else json_build_array(json_build_object('memberIds', array_agg(member_id)::text,
    'channelIds', array_agg(channel_id)::text, 'buckets', array_agg(bucket)::text, 'lasts', array_agg(last)::text)) end
  from (
    select member_id, channel_id, extract(epoch from date_bin('15 minutes', sent_at, 'epoch'))::bigint as bucket,
      (extract(epoch from max(sent_at)) * 1000000)::bigint as last
    from (${rows}) as placed group by 1, 2, 3
  ) as place)`

/** Places as a query `member_id, channel_id, from_at, to_at`: the start of each quarter, and the last instant in it. There is one. */
export const locationsQuery = (places: MessageLocations): RawBuilder<unknown> =>
  sql.join(
    places.map(
      ({ memberIds, channelIds, buckets, lasts }) => sql`
        select member_id, channel_id, timestamptz 'epoch' + bucket * interval '1 second' as from_at,
          timestamptz 'epoch' + last * interval '1 microsecond' as to_at
        from unnest(${memberIds}::bigint[], ${channelIds}::bigint[], ${buckets}::bigint[], ${lasts}::bigint[])
          as place (member_id, channel_id, bucket, last)`,
    ),
    sql` union all `,
  )

/**
 * The key of each incoming message as `known`, looked up one by one: while an import fills the table its statistics lag, and
 * a plan made after them took minutes.
 */
const withKey = (join: 'inner' | 'left', originId: number): RawBuilder<unknown> => sql`
  ${sql.raw(join)} join lateral (
    select message_key.external_id, message_key.message_id, message_key.sent_at from message_key
    where message_key.origin_id = ${originId} and message_key.external_id = incoming.external_id offset 0
  ) as known on true`

/** Adds the messages that are not in the mirror yet, and answers how many were given and added, and where they lie. */
export async function addNewMessages(
  trx: Trx,
  incoming: IncomingMessages,
): Promise<{ total: number; messages: number; places: MessageLocations }> {
  const { originId, relation, stated, textSince } = incoming
  const { rows } = await sql<{ total: number; messages: number; places: MessageLocations }>`
    with incoming as materialized (${relation}),
    added as (
      insert into message_key (origin_id, external_id, message_id, sent_at)
      select ${originId}, incoming.external_id, nextval('message_id_seq'), incoming.sent_at
      from incoming ${withKey('left', originId)} where known.message_id is null
      order by incoming.external_id
      on conflict (origin_id, external_id) do nothing
      returning external_id, message_id
    ),
    stored as (
      insert into message (id, sent_at, channel_id, member_id, topic, text, length)
      select message_id, sent_at, channel_id, member_id, topic,
        case when ${stated.text} and sent_at >= ${textSince}::timestamptz then text end, length
      from added join incoming using (external_id) order by sent_at
      returning sent_at, channel_id, member_id
    )
    select (select count(*) from incoming) as total, (select count(*) from added) as messages,
      ${locationsIn(sql`select * from stored`)} as places`.execute(trx)
  const row = rows[0]
  if (!row) throw new Error('adding messages returned nothing')
  return row
}

/** What a message is to be: what is stated, else what it is. Text is only compared while it is kept. */
function wanted({ stated, textSince }: IncomingMessages): Record<'topic' | 'text' | 'length', RawBuilder<unknown>> {
  return {
    topic: sql`case when ${stated.topic} then incoming.topic else message.topic end`,
    text: sql`case when ${stated.text} and incoming.sent_at >= ${textSince}::timestamptz
      then incoming.text else message.text end`,
    length: sql`case when ${stated.length} then incoming.length else message.length end`,
  }
}

const isDifferent = (incoming: IncomingMessages): RawBuilder<boolean> => {
  const { topic, text, length } = wanted(incoming)
  return sql`(message.sent_at, message.member_id, message.channel_id, message.topic, message.text, message.length)
    is distinct from (incoming.sent_at, incoming.member_id, incoming.channel_id, ${topic}, ${text}, ${length})`
}

/**
 * External ids of the messages that are in the mirror otherwise than given. Nothing is locked yet: mostly there are none. One
 * whose instant differs is found by its key; for the others only the months of the span are looked at.
 */
export async function findChanged(trx: Trx, incoming: IncomingMessages): Promise<string[]> {
  const { originId, relation, span } = incoming
  const { rows } = await sql<{ external_id: string }>`
    select incoming.external_id from (${relation}) as incoming ${withKey('inner', originId)}
    left join message on message.sent_at = incoming.sent_at and message.id = known.message_id
      and message.sent_at >= ${span.from} and message.sent_at < ${new Date(span.to.getTime() + 1)}
    where known.sent_at <> incoming.sent_at or ${isDifferent(incoming)}`.execute(trx)
  return rows.map((row) => row.external_id)
}

/** What changing messages has done. */
export interface ChangedMessages {
  messages: number
  /** Places of those that came to another instant, member or channel: where they were, and are. */
  left: MessageLocations
  reached: MessageLocations
}

/** Changes the given ones of the messages. */
export async function changeMessages(
  trx: Trx,
  incoming: IncomingMessages,
  externalIds: readonly string[],
): Promise<ChangedMessages> {
  const { originId, relation } = incoming
  const ids = sql`${externalIds}::text[]`
  // By locking first and comparing in a statement of its own, a change that was made meanwhile is seen and not overwritten blindly.
  await sql`select from message_key where origin_id = ${originId} and external_id = any(${ids})
    order by external_id for update`.execute(trx)
  const { topic, text, length } = wanted(incoming)
  const isMoved = sql`(old_sent_at, old_member_id, old_channel_id) <> (sent_at, member_id, channel_id)`
  const before = sql`select old_member_id as member_id, old_channel_id as channel_id, old_sent_at as sent_at from change`
  const after = sql`select member_id, channel_id, sent_at from change`
  const { rows } = await sql<ChangedMessages>`
    with incoming as materialized (select * from (${relation}) as given where external_id = any(${ids})),
    change as materialized (
      select message.id, known.external_id, message.sent_at as old_sent_at, message.member_id as old_member_id,
        message.channel_id as old_channel_id, incoming.sent_at, incoming.member_id, incoming.channel_id,
        ${topic} as topic, ${text} as text, ${length} as length
      from incoming ${withKey('inner', originId)}
      join message on message.sent_at = known.sent_at and message.id = known.message_id
      where ${isDifferent(incoming)}
    ),
    rekeyed as (
      update message_key set sent_at = change.sent_at from change
      where message_key.origin_id = ${originId} and message_key.external_id = change.external_id
        and message_key.sent_at <> change.sent_at
    ),
    updated as (
      update message set sent_at = change.sent_at, member_id = change.member_id, channel_id = change.channel_id,
        topic = change.topic, text = change.text, length = change.length
      from change where message.sent_at = change.old_sent_at and message.id = change.id
    )
    select (select count(*) from change) as messages,
      ${locationsIn(sql`${before} where ${isMoved}`)} as "left", ${locationsIn(sql`${after} where ${isMoved}`)} as reached`.execute(
    trx,
  )
  const row = rows[0]
  if (!row) throw new Error('changing messages returned nothing')
  return row
}
