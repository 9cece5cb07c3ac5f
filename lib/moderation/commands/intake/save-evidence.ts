import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import type { MediaReference } from '../../rules/media'
import type { ItemContent } from '../../schema/items'
import { findMessageLocations, type InstantRange, instantRangeOf } from './find-message-locations'
import { recordMedia } from './record-media'

/** Messages kept from before and after a reported one, each way. */
const CONTEXT_MESSAGES = 10
/** No message that lies further off is kept with it. */
const CONTEXT_MS = 7 * 86_400_000

export interface ObservedContent {
  caseId: number
  revision: number
  content: ItemContent
  /** Where the item is a mirrored message: its external id. */
  messageId: string | null
  media: readonly MediaReference[]
}

export const hashContent = (content: ItemContent): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([content.text, content.url, content.name, content.createdAt, ...mediaFacts(content)]))
    .digest()

/** In one order: a content that was stored has its members in another one. */
const mediaFacts = ({ media = [] }: ItemContent) =>
  media.map(({ url, contentType, alt }) => [url, contentType ?? null, alt ?? null])

/**
 * Freezes items as they were seen, once for each revision and content, with the messages around them as far as the mirror has
 * their text. Answers the evidence's id for each sighting, in their order.
 */
export async function saveEvidence(trx: Trx, sightings: readonly ObservedContent[]): Promise<number[]> {
  const rows = sightings.map((sighting) => ({ ...sighting, hash: hashContent(sighting.content).toString('hex') }))
  const known = await readEvidence(trx, rows)
  const fresh = rows.filter((row) => !known.has(keyOf(row)))
  if (fresh.length > 0) {
    await insertEvidence(trx, fresh)
    for (const [key, id] of await readEvidence(trx, fresh)) known.set(key, id)
    const withMedia = fresh.filter(({ media }) => media.length > 0)
    await recordMedia(
      trx,
      withMedia.map((row) => ({ caseId: row.caseId, evidenceId: known.get(keyOf(row)) ?? 0, media: row.media })),
    )
  }
  return rows.map((row) => known.get(keyOf(row)) ?? 0)
}

type Row = ObservedContent & { hash: string }

const keyOf = ({ caseId, revision, hash }: Pick<Row, 'caseId' | 'revision' | 'hash'>): string =>
  `${caseId} ${revision} ${hash}`

async function readEvidence(trx: Trx, rows: readonly Row[]): Promise<Map<string, number>> {
  const ids = [...new Set(rows.map(({ caseId }) => caseId))]
  const { rows: found } = await sql<{ id: number; case_id: number; revision: number; hash: string }>`
    select id, case_id, revision, encode(content_hash, 'hex') as hash from moderation_evidence
    where case_id = any(${ids}::bigint[])`.execute(trx)
  return new Map(found.map((row) => [keyOf({ caseId: row.case_id, revision: row.revision, hash: row.hash }), row.id]))
}

async function insertEvidence(trx: Trx, rows: readonly Row[]): Promise<void> {
  const places = await findMessageLocations(
    trx,
    rows.flatMap(({ messageId }) => messageId ?? []),
  )
  const placeOf = new Map(places.map((place) => [place.id, place]))
  const input = JSON.stringify(
    rows.map(({ caseId, revision, hash, content, messageId }) => {
      const place = messageId === null ? undefined : placeOf.get(messageId)
      return { case_id: caseId, revision, hash, content, message_id: place?.messageId, sent_at: place?.sentAt }
    }),
  )
  const span = instantRangeOf(places, CONTEXT_MS)
  const beside = span
    ? sql`
      left join message as self on self.sent_at = seen.sent_at and self.id = seen.message_id
        and self.sent_at between ${span.from} and ${span.to}
      left join lateral (
        select ${contextOf(sql`<`, sql`desc`, span)} as before, ${contextOf(sql`>`, sql`asc`, span)} as after
      ) as around on self.id is not null`
    : sql`cross join (select null::jsonb as before, null::jsonb as after) as around`
  await sql`
    insert into moderation_evidence (case_id, revision, content_hash, content, context, context_members)
    select seen.case_id, seen.revision, decode(seen.hash, 'hex'), seen.content,
      jsonb_build_object('before', coalesce(around.before, '[]'), 'after', coalesce(around.after, '[]')),
      array(select distinct (line ->> 'memberId')::bigint
        from jsonb_array_elements(coalesce(around.before, '[]') || coalesce(around.after, '[]')) as line)
    from jsonb_to_recordset(${input}::jsonb)
      as seen (case_id bigint, revision int, hash text, content jsonb, message_id bigint, sent_at timestamptz)
    ${beside}
    on conflict do nothing`.execute(trx)
}

/**
 * The next messages with a text on one side of a message in its channel, oldest first. With their authors' numbers, so that what
 * an erased member said can be found. All that are asked for lie within the span.
 */
const contextOf = (side: ReturnType<typeof sql>, order: ReturnType<typeof sql>, { from, to }: InstantRange) => sql`(
  select jsonb_agg(jsonb_build_object('id', near.id, 'text', near.text, 'sentAt', near.sent_at, 'member', near.name,
      'memberId', near.member_id) order by near.sent_at, near.id)
  from (
    select message.id, message.sent_at, message.text, message.member_id, coalesce(member.name, member.external_id) as name
    from message join member on member.id = message.member_id and member.erased_at is null
    where message.channel_id = self.channel_id and message.text is not null
      and (message.sent_at, message.id) ${side} (self.sent_at, self.id)
      and message.sent_at between self.sent_at - interval '7 days' and self.sent_at + interval '7 days'
      and message.sent_at between ${from} and ${to}
    order by message.sent_at ${order}, message.id ${order} limit ${sql.lit(CONTEXT_MESSAGES)}
  ) as near)`
