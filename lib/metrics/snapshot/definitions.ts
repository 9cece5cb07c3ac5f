import { type RawBuilder, sql } from 'kysely'

/** Minutes before an instant in which somebody who did something counts as online. */
export const ONLINE_MINUTES = 5

/**
 * Attendances open at an instant, as `(member_id, instance_id)`: started at or before it and not ended. In two halves, so
 * that each has its index; the second holds the few that ended since the instant.
 */
export const openAttendances = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select member_id, instance_id from attendance where ended_at is null and started_at <= ${at}
  union all
  select member_id, instance_id from attendance where ended_at > ${at} and started_at <= ${at}`

/** Instances that had started and not ended at an instant, as rows of `instance`. */
export const runningInstances = (at: RawBuilder<unknown>): RawBuilder<unknown> => sql`
  select * from instance where ended_at is null and started_at <= ${at}
  union all
  select * from instance where ended_at > ${at} and started_at <= ${at}`

/** When a member counts as having joined: as the platform says, else on the day of the first activity, else when mirrored. */
export const joinedAt = (zone: string): RawBuilder<unknown> => sql`coalesce(
  member.joined_at, member.first_active_on::timestamp at time zone ${zone}, member.created_at)`
