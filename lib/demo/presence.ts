import { sql } from 'kysely'
import type { Trx } from '@/lib/core/db/types'
import { memberRank } from './messages'
import { activityLevel, type HistoryRange, stepsOf, uniform } from './shape'

/** An instance of a space is looked for every two hours; popular spaces in busy hours nearly always have one. */
const BLOCK_SECONDS = 7_200

/** Makes instances and the attendances in them. What would end after now is still open. Answers how many attendances. */
export async function createPresence(trx: Trx, span: HistoryRange): Promise<number> {
  const { seed } = span
  const key = sql.ref('k')
  await sql`create temporary table demo_stay on commit drop as
    with blocks as (
      select at, p.rank as place, p.space_id, p.channel_id, p.scene, ${activityLevel(sql.ref('at'), span.start, span.now, 1.35)} / (1 + 0.25 * p.rank) as pull,
        ((extract(epoch from at)::double precision / ${BLOCK_SECONDS})::bigint * 64 + p.rank) as block
      from ${stepsOf(span, BLOCK_SECONDS)}, demo_place p),
    chosen as (
      select *, 1 + floor(power(${uniform(seed, 31, sql.ref('block'))}, 1.6) * 3.4 * pull)::int as visitors from blocks
      where ${uniform(seed, 30, sql.ref('block'))} < least(0.97, 0.8 * pull)),
    keyed as (select at, block, space_id, channel_id, scene, block * 1000 + i as k from chosen, generate_series(1, least(visitors, 60)) as i),
    drawn as (
      select block, space_id, channel_id, scene, k, at + interval '1 second' * ${BLOCK_SECONDS} * ${uniform(seed, 32, key)} as started_at,
        interval '1 second' * (180 - 2700 * ln(1 - ${uniform(seed, 33, key)})) as stay, ${memberRank(seed, 34, key, sql.ref('at'), span)} as rank from keyed)
    select d.block, d.space_id, d.channel_id, d.scene, d.k, m.id as member_id, d.started_at, d.started_at + d.stay as ended_at
    from drawn d join demo_member m using (rank)
    where d.started_at <= ${span.now} and (m.gone_at is null or d.started_at < m.gone_at)`.execute(trx)
  await sql`insert into instance (origin_id, external_id, space_id, channel_id, scene, started_at, ended_at)
    select (select id from origin where name = 'demo'), 'instance-' || block, space_id, channel_id, scene,
      min(started_at), case when max(ended_at) <= ${span.now} then max(ended_at) end
    from demo_stay group by block, space_id, channel_id, scene`.execute(trx)
  const { rows } = await sql<{ made: number }>`
    with made as materialized (
      select nextval('attendance_id_seq') as id, s.k, s.started_at, case when s.ended_at <= ${span.now} then s.ended_at end as ended_at, s.member_id, i.id as instance_id
      from demo_stay s join instance i on i.origin_id = (select id from origin where name = 'demo') and i.external_id = 'instance-' || s.block),
    keys as (
      insert into attendance_key (origin_id, external_id, attendance_id, started_at)
      select (select id from origin where name = 'demo'), 'stay-' || k, id, started_at from made),
    written as (
      insert into attendance (id, started_at, ended_at, member_id, instance_id)
      select id, started_at, ended_at, member_id, instance_id from made returning 1)
    select count(*)::int as made from written`.execute(trx)
  await sql`drop table demo_stay`.execute(trx)
  return rows[0]?.made ?? 0
}
