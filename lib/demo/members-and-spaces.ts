import { sql } from 'kysely'
import type { Db, Trx } from '@/lib/core/db/types'
import { type HistoryRange, uniform } from './shape'
import { ADJECTIVES, ANIMALS, CHANNELS, SCENES, SPACES, VOICE_CHANNELS } from './words'

export const ORIGIN = 'demo'

/**
 * External ids of the members who were there last and may write at an instant, the latest first: who was banned is seen no more, and
 * who was muted or suspended not before that is over.
 */
export async function listRegulars(db: Db, { at, limit }: { at: Date; limit: number }): Promise<string[]> {
  const { rows } = await sql<{ external_id: string }>`
    select external_id from member join origin on origin.id = member.origin_id and origin.name = ${ORIGIN}
    where left_at is null and not exists (
      select from moderation_action as action
      where action.member_id = member.id and action.reversed_by is null
        and (action.type = 'ban' or action.type in ('mute', 'suspend') and action.made_at <= ${at} and action.until > ${at})
    )
    order by last_active_at desc nulls last, member.id limit ${limit}`.execute(db)
  return rows.map((row) => row.external_id)
}

/** Makes the members, channels and spaces of the community. */
export async function createMembersAndSpaces(trx: Trx, { seed, size, start, now }: HistoryRange): Promise<void> {
  await trx.insertInto('origin').values({ name: ORIGIN }).execute()
  const rank = sql.ref('rank')
  const pick = (words: readonly string[], purpose: number) =>
    sql`(${words}::text[])[1 + floor(${uniform(seed, purpose, rank)} * ${words.length})::int]`
  await sql`
    with ranked as (select generate_series(1, ${size.members}) as rank),
    joining as (
      select rank, case when rank <= ${size.founders} then ${start}::timestamptz - interval '200 days' * ${uniform(seed, 1, rank)}
        else ${start}::timestamptz + (${now}::timestamptz - ${start}::timestamptz)
          * power((rank - ${size.founders})::double precision / ${size.members - size.founders}, 0.8) - interval '2 days' * ${uniform(seed, 2, rank)} end as joined_at
      from ranked)
    insert into member (origin_id, external_id, name, is_bot, joined_at, left_at)
    select (select id from origin where name = ${ORIGIN}), 'member-' || rank, ${pick(ADJECTIVES, 5)} || '-' || ${pick(ANIMALS, 6)} || '-' || rank,
      false, joined_at, case when ${uniform(seed, 3, rank)} < 0.06 then joined_at + (${now}::timestamptz - joined_at) * ${uniform(seed, 4, rank)} end
    from joining order by rank`.execute(trx)
  await createSpaces(trx, start)
}

async function createSpaces(trx: Trx, start: Date): Promise<void> {
  const origin = sql`(select id from origin where name = ${ORIGIN})`
  await sql`insert into channel (origin_id, external_id, name, named_at)
    select ${origin}, 'channel-' || rank, name, ${start}::timestamptz from unnest(${CHANNELS}::text[]) with ordinality as c (name, rank)
    union all
    select ${origin}, 'voice-' || rank, name, ${start}::timestamptz from unnest(${VOICE_CHANNELS}::text[]) with ordinality as c (name, rank)`.execute(
    trx,
  )
  await sql`insert into space (origin_id, external_id, name, scene, capacity)
    select ${origin}, 'space-' || rank, name, (${SCENES}::text[])[1 + (rank % ${SCENES.length})], 50
    from unnest(${SPACES}::text[]) with ordinality as s (name, rank)`.execute(trx)
}

/**
 * Temporary tables that the doings are drawn from: `demo_member` by rank in order of joining, with the instant from which
 * a member is not seen any more (half of them lose interest within months), and `demo_place` by popularity.
 */
export async function drawTables(trx: Trx, seed: number): Promise<void> {
  const rank = sql.ref('rank')
  await sql`create temporary table demo_member on commit drop as
    with ranked as (select substr(external_id, 8)::int as rank, id, joined_at, left_at from member where external_id like 'member-%')
    select rank, id, least(left_at, case when ${uniform(seed, 7, rank)} < 0.55
      then joined_at - interval '1 day' * 75 * ln(1 - ${uniform(seed, 8, rank)}) end) as gone_at from ranked`.execute(
    trx,
  )
  await sql`create temporary table demo_place on commit drop as
    select row_number() over (order by id)::int as rank, id as space_id, null::bigint as channel_id, scene from space
    union all
    select (${SPACES.length} + row_number() over (order by id))::int, null, id, null from channel where external_id like 'voice-%'`.execute(
    trx,
  )
  await sql`analyze demo_member`.execute(trx)
}
