import { type RawBuilder, sql } from 'kysely'
import type { LabelName, MetricName } from '../catalogue'
import { joinedAt, ONLINE_MINUTES } from '../snapshot/definitions'
import type { KnownSpans } from './known-spans'

/** Slots of the past lie as those of a source with the default interval would have. */
export const SLOT_SECONDS = 1_800

/** Slots to compute, `[from, to)`, both on slots. */
export interface SlotSpan {
  from: Date
  to: Date
  zone: string
}

/** One gauge of the snapshot, computed for many slots at once by the definition that `snapshotAt` has for one. */
export interface BackfillPart {
  metric: MetricName
  label?: LabelName
  known: keyof KnownSpans
  /** A relation `at, label, value`; slots without anything may be left out, they count as zero. */
  counts: (span: SlotSpan) => RawBuilder<unknown>
}

const STEP = sql`interval '1 second' * ${sql.lit(SLOT_SECONDS)}`
/** First slot after an instant: the one whose interval holds it. */
const slotAfter = (at: RawBuilder<unknown>) => sql`(date_bin(${STEP}, ${at}, 'epoch') + ${STEP})`
/** First slot at or after an instant. */
const slotFrom = (at: RawBuilder<unknown>) => slotAfter(sql`(${at} - interval '1 microsecond')`)

/** The slots of a span at which something from `start` to `end` (null: still) is there, as a lateral relation `slot`. */
const slotsWithin = (start: string, end: string, { from, to }: SlotSpan, lingers = '0 s') => sql`
  generate_series(greatest(${slotFrom(sql.ref(start))}, ${from}::timestamptz),
    least(coalesce(${sql.ref(end)} + ${sql.lit(lingers)}::interval, 'infinity'), ${to}::timestamptz) - interval '1 microsecond', ${STEP}) as slot`

const overlaps = (start: string, end: string, { from, to }: SlotSpan) => sql`
  ${sql.ref(start)} < ${to}::timestamptz
  and (${sql.ref(end)} is null or ${sql.ref(end)} > ${from}::timestamptz - interval '1 minute' * ${sql.lit(ONLINE_MINUTES)})`

const presence = (span: SlotSpan) => sql`
  select slot as at, attendance.member_id, instance.space_id, instance.channel_id
  from attendance join instance on instance.id = attendance.instance_id
  cross join lateral ${slotsWithin('attendance.started_at', 'attendance.ended_at', span)}
  where ${overlaps('attendance.started_at', 'attendance.ended_at', span)}
    and (instance.ended_at is null or instance.ended_at > slot) and instance.started_at <= slot`

const running = (span: SlotSpan) => sql`
  select slot as at, instance.id, instance.space_id, coalesce(instance.scene, space.scene) as scene
  from instance left join space on space.id = instance.space_id
  cross join lateral ${slotsWithin('instance.started_at', 'instance.ended_at', span)}
  where ${overlaps('instance.started_at', 'instance.ended_at', span)}`

const before = ({ from, to }: SlotSpan, column: string) => sql`
  ${sql.ref(column)} >= ${from}::timestamptz - ${STEP} and ${sql.ref(column)} < ${to}::timestamptz`

const online = (span: SlotSpan) => {
  const justBefore = (column: string) => sql`
    ${before(span, column)} and ${slotAfter(sql.ref(column))} - ${sql.ref(column)} <= interval '1 minute' * ${sql.lit(ONLINE_MINUTES)}`
  return sql`
    select ${slotAfter(sql`sent_at`)} as at, member_id from message where ${justBefore('sent_at')}
    union all
    select ${slotAfter(sql`feature_usage.at`)}, member_id from feature_usage
    where ${justBefore('feature_usage.at')} and member_id is not null
    union all
    select slot, member_id from attendance
    cross join lateral ${slotsWithin('attendance.started_at', 'attendance.ended_at', span, `${ONLINE_MINUTES} min`)}
    where ${overlaps('attendance.started_at', 'attendance.ended_at', span)}`
}

const TOTAL = sql`null::text as label`

/** Members there at each slot: who had joined before the span, and what joining and leaving within it changed. */
const members = ({ from, to, zone }: SlotSpan) => sql`
  with change as (
    select ${joinedAt(zone)} as at, 1 as by from member
    union all select left_at, -1 from member where left_at is not null and left_at > ${joinedAt(zone)}
  ),
  sums as (
    select greatest(${slotFrom(sql`at`)}, ${from}::timestamptz) as at, sum(by) as by from change
    where at < ${to}::timestamptz group by 1
  )
  select slot as at, ${TOTAL}, coalesce(sum(sums.by) over (order by slot), 0)::int as value
  from generate_series(${from}::timestamptz, ${to}::timestamptz - ${STEP}, ${STEP}) as slot left join sums on sums.at = slot`

export const BACKFILL_PARTS: readonly BackfillPart[] = [
  {
    metric: 'active_channels',
    known: 'messages',
    counts: (span) => sql`
      select ${slotAfter(sql`sent_at`)} as at, ${TOTAL}, count(distinct channel_id)::int as value
      from message where ${before(span, 'sent_at')} group by 1`,
  },
  {
    metric: 'online_users',
    known: 'doings',
    counts: (span) =>
      sql`select at, ${TOTAL}, count(distinct member_id)::int as value from (${online(span)}) as online group by at`,
  },
  {
    metric: 'active_users',
    known: 'attendances',
    counts: (span) => sql`
      select at, ${TOTAL}, count(distinct member_id)::int as value from (${presence(span)}) as present group by at`,
  },
  {
    metric: 'active_users',
    label: 'space',
    known: 'attendances',
    counts: (span) => sql`
      select at, space_id::text as label, count(distinct member_id)::int as value from (${presence(span)}) as present
      where space_id is not null group by at, space_id`,
  },
  {
    metric: 'channel_users',
    known: 'attendances',
    counts: (span) => sql`
      select at, ${TOTAL}, count(distinct member_id)::int as value from (${presence(span)}) as present
      where channel_id is not null group by at`,
  },
  {
    metric: 'channel_users',
    label: 'channel',
    known: 'attendances',
    counts: (span) => sql`
      select at, channel_id::text as label, count(distinct member_id)::int as value from (${presence(span)}) as present
      where channel_id is not null group by at, channel_id`,
  },
  {
    metric: 'active_instances',
    known: 'instances',
    counts: (span) => sql`select at, ${TOTAL}, count(*)::int as value from (${running(span)}) as running group by at`,
  },
  {
    metric: 'active_instances',
    label: 'space',
    known: 'instances',
    counts: (span) => sql`
      select at, space_id::text as label, count(*)::int as value from (${running(span)}) as running
      where space_id is not null group by at, space_id`,
  },
  {
    metric: 'active_spaces',
    known: 'instances',
    counts: (span) => sql`
      select at, ${TOTAL}, count(distinct space_id)::int as value from (${running(span)}) as running group by at`,
  },
  {
    metric: 'active_scenes',
    known: 'instances',
    counts: (span) => sql`
      select at, ${TOTAL}, count(distinct scene)::int as value from (${running(span)}) as running group by at`,
  },
  { metric: 'members', known: 'members', counts: members },
]
