import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import type { LabelName, MetricName } from '../catalogue'
import { joinedAt, ONLINE_MINUTES, openAttendances, runningInstances } from './definitions'
import { fallenToZero } from './fallen-to-zero'

/** The instant that a snapshot answers for, and the seconds that it stands for. */
export interface Slot {
  at: Date
  seconds: number
}

/** One value of one series at the slot's instant. */
export interface Reading {
  metric: MetricName
  labels?: Record<string, string>
  value: number
  metadata?: Record<string, unknown>
}

/** Gauges that one statement answers together; where it fails, these and no others are without a value. */
export interface SnapshotPart {
  metrics: readonly MetricName[]
  read: (db: ReadDb, slot: Slot) => Promise<Reading[]>
}

export const SNAPSHOT_PARTS: readonly SnapshotPart[] = [
  { metrics: ['active_users'], read: readActiveUsers },
  { metrics: ['channel_users'], read: readChannelUsers },
  { metrics: ['online_users'], read: readOnlineUsers },
  { metrics: ['active_instances', 'active_spaces', 'active_scenes'], read: readInstances },
  { metrics: ['active_channels', 'channels'], read: readChannels },
  { metrics: ['members'], read: readMembers },
]

/**
 * All gauges of the mirror at an instant, which is now or shortly ago. Everything is counted in SQL. A label is there while
 * its value is above zero, and once with zero when it fell to zero.
 */
export async function snapshotAt(db: ReadDb, slot: Slot): Promise<Reading[]> {
  const readings: Reading[] = []
  for (const part of SNAPSHOT_PARTS) readings.push(...(await part.read(db, slot)))
  return readings
}

interface LabelledCount {
  label: string | null
  n: number
}

async function readActiveUsers(db: ReadDb, slot: Slot): Promise<Reading[]> {
  const at = sql`${slot.at}::timestamptz`
  const { rows } = await sql<LabelledCount & { attendances: number; total: boolean }>`
    with running as (${runningInstances(at)}), present as (
      select open.member_id, running.space_id, count(*) as attendances
      from (${openAttendances(at)}) as open join running on running.id = open.instance_id
      group by open.member_id, running.space_id
    )
    select grouping(space_id) = 1 as total, space_id::text as label, count(distinct member_id)::int as n,
      coalesce(sum(attendances), 0)::int as attendances
    from present group by grouping sets ((), (space_id))`.execute(db)
  const total = rows.find((row) => row.total)
  const bySpace = rows.filter((row) => !row.total)
  return [
    { metric: 'active_users', value: total?.n ?? 0, metadata: { attendances: total?.attendances ?? 0 } },
    ...(await labelled(db, slot, 'active_users', 'space', bySpace)),
  ]
}

async function readChannelUsers(db: ReadDb, slot: Slot): Promise<Reading[]> {
  const at = sql`${slot.at}::timestamptz`
  const { rows } = await sql<LabelledCount & { total: boolean }>`
    with running as (${runningInstances(at)}), present as (
      select distinct open.member_id, running.channel_id
      from (${openAttendances(at)}) as open join running on running.id = open.instance_id
      where running.channel_id is not null
    )
    select grouping(channel_id) = 1 as total, channel_id::text as label, count(distinct member_id)::int as n
    from present group by grouping sets ((), (channel_id))`.execute(db)
  const byChannel = rows.filter((row) => !row.total)
  return [
    { metric: 'channel_users', value: rows.find((row) => row.total)?.n ?? 0 },
    ...(await labelled(db, slot, 'channel_users', 'channel', byChannel)),
  ]
}

async function readOnlineUsers(db: ReadDb, { at }: Slot): Promise<Reading[]> {
  const instant = sql`${at}::timestamptz`
  const since = sql`${new Date(at.getTime() - ONLINE_MINUTES * 60_000)}::timestamptz`
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (
      select member_id from message where sent_at >= ${since} and sent_at < ${instant}
      union
      select member_id from feature_usage where at >= ${since} and at < ${instant} and member_id is not null
      union
      select member_id from attendance where ended_at is null and started_at <= ${instant}
      union
      select member_id from attendance where ended_at > ${since} and started_at <= ${instant}
    ) as online`.execute(db)
  return [{ metric: 'online_users', value: rows[0]?.n ?? 0 }]
}

async function readInstances(db: ReadDb, slot: Slot): Promise<Reading[]> {
  const { rows } = await sql<LabelledCount & { total: boolean; spaces: number; scenes: number }>`
    with running as (${runningInstances(sql`${slot.at}::timestamptz`)})
    select grouping(running.space_id) = 1 as total, running.space_id::text as label, count(*)::int as n,
      count(distinct running.space_id)::int as spaces, count(distinct coalesce(running.scene, space.scene))::int as scenes
    from running left join space on space.id = running.space_id
    group by grouping sets ((), (running.space_id))`.execute(db)
  const total = rows.find((row) => row.total)
  const bySpace = rows.filter((row) => !row.total)
  return [
    { metric: 'active_instances', value: total?.n ?? 0 },
    { metric: 'active_spaces', value: total?.spaces ?? 0 },
    { metric: 'active_scenes', value: total?.scenes ?? 0 },
    ...(await labelled(db, slot, 'active_instances', 'space', bySpace)),
  ]
}

async function readChannels(db: ReadDb, { at, seconds }: Slot): Promise<Reading[]> {
  const { rows } = await sql<{ active: number; channels: number }>`
    select (select count(distinct channel_id)::int from message
        where sent_at >= ${new Date(at.getTime() - seconds * 1000)}::timestamptz and sent_at < ${at}::timestamptz) as active,
      (select count(*)::int from channel) as channels`.execute(db)
  return [
    { metric: 'active_channels', value: rows[0]?.active ?? 0 },
    { metric: 'channels', value: rows[0]?.channels ?? 0 },
  ]
}

async function readMembers(db: ReadDb, { at }: Slot): Promise<Reading[]> {
  const { zone } = await getSettings(db)
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from member
    where ${joinedAt(zone)} <= ${at}::timestamptz and (left_at is null or left_at > ${at}::timestamptz)`.execute(db)
  return [{ metric: 'members', value: rows[0]?.n ?? 0 }]
}

async function labelled(
  db: ReadDb,
  slot: Slot,
  metric: MetricName,
  label: LabelName,
  rows: readonly LabelledCount[],
): Promise<Reading[]> {
  const present = rows.flatMap((row) => (row.label === null ? [] : [{ value: row.label, n: row.n }]))
  const gone = await fallenToZero(db, { metric, at: slot.at, present: present.map((row) => row.value) })
  return [
    ...present.map((row) => ({ metric, labels: { [label]: row.value }, value: row.n })),
    ...gone.map((labels) => ({ metric, labels, value: 0 })),
  ]
}
