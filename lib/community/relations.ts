import { sql } from 'kysely'
import type { DistinctRelation, Relation } from '../metrics/relation'

const channel = { column: sql`message.channel_id`, type: 'bigint' } as const

/** Messages, by channel. */
export const MESSAGES = {
  name: 'message',
  rows: sql`message`,
  at: sql`message.sent_at`,
  member: sql`message.member_id`,
  labels: { channel },
  activity: 'message',
} satisfies Relation

/** Uses of features, by feature. */
export const FEATURE_USES: Relation = {
  name: 'feature_usage',
  rows: sql`feature_usage`,
  at: sql`feature_usage.at`,
  labels: { feature: { column: sql`feature_usage.feature`, type: 'text' } },
  activity: 'feature',
}

/** Stays in instances, which are activity. */
export const ATTENDANCES: Relation = {
  name: 'attendance',
  rows: sql`attendance`,
  at: sql`attendance.started_at`,
  until: sql`attendance.ended_at`,
  member: sql`attendance.member_id`,
  labels: {},
  activity: 'attendance',
}

const counts = () => import('../metrics/activity/counts')

/** Members with any activity; by channel those who wrote in it. */
export const ACTIVE_MEMBERS: DistinctRelation = {
  load: async () => (await counts()).activeMembers,
  isKept: true,
  byLabel: { channel: MESSAGES },
}

/** Members whose first activity ever it is. */
export const NEW_MEMBERS: DistinctRelation = {
  load: async () => (await counts()).newMembers,
  isKept: true,
  byLabel: {},
}
