import { sql } from 'kysely'

/** Event metrics, each counted from a table of the mirror, in total and by its one label. */
export type EventMetric = 'messages' | 'feature_usage'

/** Where the rows of each event metric are: the table, its instant, and the column that its label names. */
export const EVENT_ROWS = {
  messages: {
    table: sql`message`,
    at: sql`message.sent_at`,
    label: sql`message.channel_id`,
    labelType: sql`bigint`,
  },
  feature_usage: {
    table: sql`feature_usage`,
    at: sql`feature_usage.at`,
    label: sql`feature_usage.feature`,
    labelType: sql`text`,
  },
} as const
