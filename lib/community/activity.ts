import { type RawBuilder, sql } from 'kysely'
import type { ActivityRelation } from '../domain'

/** What an attendance lasts to while it is open. */
const endOf = (now: RawBuilder<unknown>): RawBuilder<Date> => sql`coalesce(ended_at, greatest(started_at, ${now}))`

/** The rows of the mirror that make members active. */
export const activity: readonly ActivityRelation[] = [
  {
    kind: 'message',
    spans: ({ from, to }) => sql`
      select member_id, sent_at as from_at, sent_at as to_at from message where sent_at >= ${from} and sent_at < ${to}`,
  },
  {
    kind: 'attendance',
    // In two halves, so that each has its index.
    spans: ({ from, to }, now) => sql`
      select member_id, started_at as from_at, ${endOf(now)} as to_at from attendance
      where started_at < ${to} and ended_at is null
      union all
      select member_id, started_at, ended_at from attendance where started_at < ${to} and ended_at >= ${from}`,
  },
  {
    kind: 'feature',
    spans: ({ from, to }) => sql`
      select member_id, at as from_at, at as to_at from feature_usage
      where at >= ${from} and at < ${to} and member_id is not null`,
  },
]
