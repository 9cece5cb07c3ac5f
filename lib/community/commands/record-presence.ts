import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { ensurePartitions } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { localDay } from '@/lib/metrics/activity/spans'
import { touch } from '@/lib/metrics/commands/touch'
import { type Actor, requirePermission } from '@/lib/staff/actor'
import { ensureOrigin, storeMembers } from '../entities'
import { ensureErasedMembers } from '../erased'
import { ATTENDANCES } from '../relations'

const externalId = z.string().min(1).max(200)

/** A running copy of a space, or of a channel that people meet in; null ends nothing yet. */
export const instanceState = z.object({
  id: externalId,
  spaceId: externalId.optional(),
  channelId: externalId.optional(),
  scene: z.string().max(200).optional(),
  startedAt: z.date(),
  endedAt: z.date().nullable(),
})

/** A member's stay in an instance; null is still there. */
export const attendanceState = z.object({
  id: externalId,
  memberId: externalId,
  instanceId: externalId,
  startedAt: z.date(),
  endedAt: z.date().nullable(),
})

export interface Presence {
  instances: readonly z.output<typeof instanceState>[]
  attendances: readonly z.output<typeof attendanceState>[]
}

interface ChangedStay {
  member_id: number
  started_at: Date
  ended_at: Date | null
  /** Where the stay was known until before, null where it is new. */
  known_until: Date | null
}

/**
 * Brings instances and attendances into the mirror as they are now, all or none: what is new starts, what is known gets its
 * end. Idempotent by (origin, id). Spaces and channels must be in the mirror; an attendance of an unknown instance is
 * left out. Answers how many attendances were new or changed.
 */
export async function recordPresence(
  db: Db,
  actor: Actor,
  { origin, ...presence }: Presence & { origin: string },
): Promise<number> {
  requirePermission(actor, 'imports:write')
  const times = presence.attendances.map((stay) => stay.startedAt.getTime())
  if (times.length > 0) {
    await ensurePartitions(db, 'attendance', new Date(Math.min(...times)), new Date(Math.max(...times)))
  }
  const originId = await ensureOrigin(db, origin)
  return inTransaction(db, async (trx) => {
    await storeInstances(trx, originId, presence.instances)
    const changed = await storeAttendances(trx, originId, presence.attendances)
    await touchStays(trx, changed)
    return changed.length
  })
}

async function storeInstances(trx: Trx, originId: number, instances: Presence['instances']): Promise<void> {
  if (instances.length === 0) return
  await sql`
    insert into instance (origin_id, external_id, space_id, channel_id, scene, started_at, ended_at)
    select ${originId}, given.id, space.id, channel.id, coalesce(given.scene, space.scene), given."startedAt", given."endedAt"
    from jsonb_to_recordset(${JSON.stringify(instances)}::jsonb) as given
      (id text, "spaceId" text, "channelId" text, scene text, "startedAt" timestamptz, "endedAt" timestamptz)
    left join space on space.origin_id = ${originId} and space.external_id = given."spaceId"
    left join channel on channel.origin_id = ${originId} and channel.external_id = given."channelId"
    order by given.id
    on conflict (origin_id, external_id) do update set ended_at = excluded.ended_at, started_at = excluded.started_at
    where (instance.started_at, instance.ended_at) is distinct from (excluded.started_at, excluded.ended_at)`.execute(
    trx,
  )
}

async function storeAttendances(trx: Trx, originId: number, stays: Presence['attendances']): Promise<ChangedStay[]> {
  if (stays.length === 0) return []
  const ids = stays.map(({ memberId }) => memberId)
  const erased = await ensureErasedMembers(trx, originId, ids)
  const known = stays.map(({ memberId, ...stay }) => ({ ...stay, memberId: erased.get(memberId) ?? memberId }))
  const given = sql`jsonb_to_recordset(${JSON.stringify(known)}::jsonb) as given
    (id text, "memberId" text, "instanceId" text, "startedAt" timestamptz, "endedAt" timestamptz)`
  await storeMembers(trx, originId, sql`select distinct "memberId" as external_id, null::text as name from ${given}`)
  return [...(await addStays(trx, originId, given)), ...(await endStays(trx, originId, given))]
}

async function addStays(trx: Trx, originId: number, given: RawBuilder<unknown>): Promise<ChangedStay[]> {
  const { rows } = await sql<ChangedStay>`
    with incoming as materialized (
      select given.id, member.id as member_id, instance.id as instance_id, given."startedAt" as started_at, given."endedAt" as ended_at
      from ${given}
      join member on member.origin_id = ${originId} and member.external_id = given."memberId"
      join instance on instance.origin_id = ${originId} and instance.external_id = given."instanceId"
    ),
    added as (
      insert into attendance_key (origin_id, external_id, attendance_id, started_at)
      select ${originId}, id, nextval('attendance_id_seq'), started_at from incoming order by id
      on conflict (origin_id, external_id) do nothing returning external_id, attendance_id
    )
    insert into attendance (id, started_at, ended_at, member_id, instance_id)
    select added.attendance_id, incoming.started_at, incoming.ended_at, incoming.member_id, incoming.instance_id
    from added join incoming on incoming.id = added.external_id
    returning member_id, started_at, ended_at, null::timestamptz as known_until`.execute(trx)
  return rows
}

async function endStays(trx: Trx, originId: number, given: RawBuilder<unknown>): Promise<ChangedStay[]> {
  const keyed = sql`${given} join attendance_key as key on key.origin_id = ${originId} and key.external_id = given.id`
  const span = await sql<{ from: Date | null; to: Date | null }>`
    select min(key.started_at) as "from", max(key.started_at) as "to" from ${keyed}`.execute(trx)
  const { from, to } = span.rows[0] ?? {}
  if (!from || !to) return []
  // As values, so that the months between them alone are planned for; a Date ends at the millisecond.
  const isWithin = sql`attendance.started_at between ${from} and ${new Date(to.getTime() + 1)}`
  const { rows } = await sql<ChangedStay>`
    with known as materialized (
      select attendance.started_at, attendance.id, attendance.ended_at as was, given."endedAt" as is_now from ${keyed}
      join attendance on attendance.started_at = key.started_at and attendance.id = key.attendance_id and ${isWithin}
      where attendance.ended_at is distinct from given."endedAt"
      order by key.external_id for update of attendance
    )
    update attendance set ended_at = known.is_now from known
    where attendance.started_at = known.started_at and attendance.id = known.id and ${isWithin}
    returning attendance.member_id, attendance.started_at, attendance.ended_at, coalesce(known.was, now()) as known_until`.execute(
    trx,
  )
  return rows
}

/** Stays as they are now, and those whose end moved back over midnight as they were. */
async function touchStays(trx: Trx, changed: readonly ChangedStay[]): Promise<void> {
  if (changed.length === 0) return
  const now = new Date()
  const shrunk = await listShrunk(trx, changed)
  const toRow = (memberId: number, at: Date, until: Date | null) => ({ memberId, at, until: until ?? now, labels: {} })
  await touch(
    trx,
    ATTENDANCES,
    changed.map((stay) => toRow(stay.member_id, stay.started_at, stay.ended_at)),
    shrunk.length > 0 ? shrunk.map((stay) => toRow(stay.member_id, stay.ended_at ?? now, stay.known_until)) : undefined,
  )
}

async function listShrunk(trx: Trx, changed: readonly ChangedStay[]): Promise<ChangedStay[]> {
  const candidates = changed.filter((stay) => stay.ended_at && stay.known_until && stay.ended_at < stay.known_until)
  if (candidates.length === 0) return []
  const { zone } = await trx.selectFrom('activity_state').select('zone').executeTakeFirstOrThrow()
  const { rows } = await sql<{ index: number }>`
    select place - 1 as index from unnest(
      ${candidates.map((stay) => stay.ended_at)}::timestamptz[], ${candidates.map((stay) => stay.known_until)}::timestamptz[]
    ) with ordinality as stay (is_now, was, place)
    where ${localDay(sql`stay.is_now`, zone)} < ${localDay(sql`stay.was`, zone)}`.execute(trx)
  return rows.flatMap(({ index }) => candidates[index] ?? [])
}
