import { sql } from 'kysely'
import { dropInBatches, horizonOf } from '@/lib/core/db/drop-in-batches'
import { dropPartitionsBefore } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'
import { RAW_GRACE_DAYS, rawRetentionStart } from '../retention'

const DAY_MS = 86_400_000
const BATCH_ROWS = 20_000

/** How much was dropped: whole months of samples and quarters, rows of hours. */
export type DeletedSamples = Record<'rawMonths' | 'quarterMonths' | 'hours', number>

/** Drops samples and roll-ups that are older than they are kept; of the monthly tables whole months alone. */
export async function deleteExpiredSamples(
  db: Db,
  { keepRawDays, keepQuarterDays, keepHourDays }: Pick<Settings, 'keepRawDays' | 'keepQuarterDays' | 'keepHourDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<DeletedSamples> {
  const raw = rawRetentionStart(keepRawDays, now)
  const quarters = horizonOf(keepQuarterDays, now)
  const hours = horizonOf(keepHourDays, now)
  return {
    rawMonths: raw ? await dropMonths(db, 'sample', new Date(raw.getTime() - RAW_GRACE_DAYS * DAY_MS)) : 0,
    quarterMonths: quarters ? await dropMonths(db, 'rollup_quarter', quarters) : 0,
    hours: hours
      ? await dropInBatches(
          db,
          signal,
          BATCH_ROWS,
          sql`
          delete from rollup_hour where (series_id, at) in
            (select series_id, at from rollup_hour where at < ${hours} limit ${BATCH_ROWS}) returning 1`,
        )
      : 0,
  }
}

const dropMonths = (db: Db, table: 'sample' | 'rollup_quarter', before: Date): Promise<number> =>
  inTransaction(db, (trx) => dropPartitionsBefore(trx, table, before))
