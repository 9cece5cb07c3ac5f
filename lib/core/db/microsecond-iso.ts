import { type RawBuilder, sql } from 'kysely'

/** An instant as ISO 8601 text to the microsecond, which a JavaScript date can't hold, as a cursor or a key needs it. */
export const toMicrosecondIso = (at: RawBuilder<unknown>): RawBuilder<string> =>
  sql`to_char(${at} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
