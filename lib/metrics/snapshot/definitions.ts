import { type RawBuilder, sql } from 'kysely'

/** Minutes before an instant in which somebody who did something counts as online. */
export const ONLINE_MINUTES = 5

/** When a member counts as having joined: as the platform says, else on the day of the first activity, else when mirrored. */
export const joinedAt = (zone: string): RawBuilder<unknown> => sql`coalesce(
  member.joined_at, member.first_active_on::timestamp at time zone ${zone}, member.created_at)`
