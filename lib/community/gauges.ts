import { type RawBuilder, sql } from 'kysely'
import type { Slots } from '../metrics/backfill/slots'
import type { GaugeRelation } from '../metrics/relation'
import { joinedAt, ONLINE_MINUTES } from '../metrics/snapshot/definitions'

/*
 * The gauges of the mirror, each by one statement for any slots: a collection asks for one, a backfill for many. A row counts at the
 * slots at which it is there. What is open and what has ended are read apart, so that each has its index.
 */

const stepOf = ({ stepSeconds }: Slots) => sql`interval '1 second' * ${stepSeconds}::int`

/** First slot after an instant: the one whose interval holds it. */
const slotAfter = (at: RawBuilder<unknown>, slots: Slots) =>
  sql`(date_bin(${stepOf(slots)}, ${at}, ${slots.origin}::timestamptz) + ${stepOf(slots)})`

/** Slots of the span at or after `first` and before `end` (null: still), as a lateral relation `slot`. */
const slotsBetween = (first: RawBuilder<unknown>, end: RawBuilder<unknown>, slots: Slots) => sql`
  generate_series(greatest(${first}, ${slots.from}::timestamptz),
    least(coalesce(${end}, 'infinity'), ${slots.to}::timestamptz) - interval '1 microsecond', ${stepOf(slots)}) as slot`

/** The slots at which something that begins and ends is there. */
const slotsWithin = (start: string, end: RawBuilder<unknown>, slots: Slots) =>
  slotsBetween(slotAfter(sql`(${sql.ref(start)} - interval '1 microsecond')`, slots), end, slots)

const ONLINE = sql`interval '1 minute' * ${sql.lit(ONLINE_MINUTES)}`

/** Attendances that may be there in the span, or shortly before it. */
const attendances = ({ from, to }: Slots) => sql`
  select member_id, instance_id, started_at, ended_at from attendance
  where ended_at is null and started_at < ${to}::timestamptz
  union all
  select member_id, instance_id, started_at, ended_at from attendance
  where ended_at > ${from}::timestamptz - ${ONLINE} and started_at < ${to}::timestamptz`

const instances = ({ from, to }: Slots) => sql`
  select id, space_id, channel_id, scene, started_at, ended_at from instance
  where ended_at is null and started_at < ${to}::timestamptz
  union all
  select id, space_id, channel_id, scene, started_at, ended_at from instance
  where ended_at > ${from}::timestamptz and started_at < ${to}::timestamptz`

const presence = (slots: Slots) => sql`
  select slot as at, stay.member_id, instance.space_id, instance.channel_id
  from (${attendances(slots)}) as stay join (${instances(slots)}) as instance on instance.id = stay.instance_id
  cross join lateral ${slotsWithin('stay.started_at', sql`stay.ended_at`, slots)}
  where (instance.ended_at is null or instance.ended_at > slot) and instance.started_at <= slot`

const running = (slots: Slots) => sql`
  select slot as at, running.id, running.space_id, coalesce(running.scene, space.scene) as scene
  from (${instances(slots)}) as running left join space on space.id = running.space_id
  cross join lateral ${slotsWithin('running.started_at', sql`running.ended_at`, slots)}`

/** Whoever did something counts as online at the slots of the minutes after it; most rows are further from any slot than that. */
const onlineAfter = (table: string, at: string, slots: Slots) => sql`
  select slot as at, member_id from ${sql.table(table)}
  cross join lateral ${slotsBetween(
    slotAfter(sql.ref(at), slots),
    sql`${sql.ref(at)} + ${ONLINE} + interval '1 microsecond'`,
    slots,
  )}
  where ${sql.ref(at)} >= ${slots.from}::timestamptz - ${ONLINE} and ${sql.ref(at)} < ${slots.to}::timestamptz
    and greatest(${slotAfter(sql.ref(at), slots)}, ${slots.from}::timestamptz) <= ${sql.ref(at)} + ${ONLINE}
    and member_id is not null`

const online = (slots: Slots) => sql`
  ${onlineAfter('message', 'sent_at', slots)}
  union all ${onlineAfter('feature_usage', 'at', slots)}
  union all
  select slot, member_id from (${attendances(slots)}) as stay
  cross join lateral ${slotsWithin('stay.started_at', sql`stay.ended_at + ${ONLINE}`, slots)}`

/** A total, and its parts by one label. */
const byLabel = (
  from: RawBuilder<unknown>,
  { label, column, value, metadata = sql`null::jsonb` }: Labelled,
): RawBuilder<unknown> => sql`
  select at, case when grouping(${sql.ref(column)}) = 1 then '{}' else jsonb_build_object(${label}::text, ${sql.ref(column)}::text) end as labels,
    ${value}::int as value, case when grouping(${sql.ref(column)}) = 1 then ${metadata} end as metadata
  from (${from}) as present group by grouping sets ((at), (at, ${sql.ref(column)}))
  having grouping(${sql.ref(column)}) = 1 or ${sql.ref(column)} is not null`

interface Labelled {
  label: string
  column: string
  value: RawBuilder<unknown>
  metadata?: RawBuilder<unknown>
}

const total = (from: RawBuilder<unknown>, value: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select at, '{}'::jsonb as labels, ${value}::int as value, null::jsonb as metadata from (${from}) as present group by at`

const MEMBERS = sql`count(distinct member_id)`

export const activeUsers: GaugeRelation = {
  known: 'attendances',
  values: (slots) =>
    byLabel(presence(slots), {
      label: 'space',
      column: 'space_id',
      value: MEMBERS,
      metadata: sql`jsonb_build_object('attendances', count(*))`,
    }),
  metadataAtZero: { attendances: 0 },
}

export const channelUsers: GaugeRelation = {
  known: 'attendances',
  values: (slots) =>
    byLabel(sql`select * from (${presence(slots)}) as every where channel_id is not null`, {
      label: 'channel',
      column: 'channel_id',
      value: MEMBERS,
    }),
}

export const onlineUsers: GaugeRelation = { known: 'doings', values: (slots) => total(online(slots), MEMBERS) }

export const activeInstances: GaugeRelation = {
  known: 'instances',
  values: (slots) => byLabel(running(slots), { label: 'space', column: 'space_id', value: sql`count(*)` }),
}

export const activeSpaces: GaugeRelation = {
  known: 'instances',
  values: (slots) => total(running(slots), sql`count(distinct space_id)`),
}

export const activeScenes: GaugeRelation = {
  known: 'instances',
  values: (slots) => total(running(slots), sql`count(distinct scene)`),
}

export const activeChannels: GaugeRelation = {
  known: 'messages',
  values: (slots) =>
    total(
      sql`select ${slotAfter(sql`sent_at`, slots)} as at, channel_id from message
        where sent_at >= ${slots.from}::timestamptz - ${stepOf(slots)} and sent_at < ${slots.to}::timestamptz`,
      sql`count(distinct channel_id)`,
    ),
}

/** Channels have no beginning that would be known. */
export const channels: GaugeRelation = {
  known: null,
  values: ({ from }) => sql`
    select ${from}::timestamptz as at, '{}'::jsonb as labels, count(*)::int as value, null::jsonb as metadata from channel`,
}

/** Who had joined before the span, and what joining and leaving within it changed. */
export const members: GaugeRelation = {
  known: 'members',
  values: (slots) => sql`
    with known as (
      select ${joinedAt(slots.zone)} as joined_at, left_at from member
    ),
    change as (
      select joined_at as at, 1 as by from known where left_at is null or left_at > joined_at
      union all select left_at, -1 from known where left_at > joined_at
    ),
    sums as (
      select greatest(${slotAfter(sql`(at - interval '1 microsecond')`, slots)}, ${slots.from}::timestamptz) as at, sum(by) as by
      from change where at < ${slots.to}::timestamptz group by 1
    )
    select slot as at, '{}'::jsonb as labels, coalesce(sum(sums.by) over (order by slot), 0)::int as value, null::jsonb as metadata
    from ${slotsBetween(sql`${slots.from}::timestamptz`, sql`null::timestamptz`, slots)} left join sums on sums.at = slot`,
}
