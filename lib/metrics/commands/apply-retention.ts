import { type RawBuilder, sql } from 'kysely'
import { dropPartitionsBefore } from '@/lib/core/db/partitions'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'
import { RAW_GRACE_DAYS, rawHorizon } from '../retention'

const DAY_MS = 86_400_000
const BATCH_ROWS = 20_000

/** How much was dropped: whole months of samples and quarters, rows of hours. */
export interface DroppedSamples {
  rawMonths: number
  quarterMonths: number
  hours: number
}

/** Drops samples and roll-ups that are older than they are kept; of the monthly tables whole months alone. */
export async function dropOldSamples(
  db: Db,
  { keepRawDays, keepQuarterDays, keepHourDays }: Pick<Settings, 'keepRawDays' | 'keepQuarterDays' | 'keepHourDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<DroppedSamples> {
  const raw = rawHorizon(keepRawDays, now)
  const quarters = horizonOf(keepQuarterDays, now)
  const hours = horizonOf(keepHourDays, now)
  return {
    rawMonths: raw ? await dropMonths(db, 'sample', new Date(raw.getTime() - RAW_GRACE_DAYS * DAY_MS)) : 0,
    quarterMonths: quarters ? await dropMonths(db, 'rollup_quarter', quarters) : 0,
    hours: hours
      ? await dropBatches(
          db,
          signal,
          sql`
          delete from rollup_hour where (series_id, at) in
            (select series_id, at from rollup_hour where at < ${hours} limit ${BATCH_ROWS}) returning 1`,
        )
      : 0,
  }
}

/** Drops collection runs that are older than they are kept and have ended; their samples stay. Answers how many. */
export async function dropOldRuns(
  db: Db,
  { keepRunDays }: Pick<Settings, 'keepRunDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const before = horizonOf(keepRunDays, now)
  if (!before) return 0
  return dropBatches(
    db,
    signal,
    sql`
    delete from collection_run where id in (
      select id from collection_run where started_at < ${before} and status <> 'running'
      order by started_at limit ${BATCH_ROWS}
    ) returning 1`,
  )
}

const dropMonths = (db: Db, table: 'sample' | 'rollup_quarter', before: Date): Promise<number> =>
  inTransaction(db, (trx) => dropPartitionsBefore(trx, table, before))

const horizonOf = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() - days * DAY_MS)

/** Repeats a statement that drops at most a batch until it finds less, so that no lock is held for long. */
async function dropBatches(db: Db, signal: AbortSignal, statement: RawBuilder<unknown>): Promise<number> {
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const { rows } = await inTransaction(db, (trx) =>
      sql<{ dropped: number }>`with gone as (${statement}) select count(*) as dropped from gone`.execute(trx),
    )
    const batch = rows[0]?.dropped ?? 0
    dropped += batch
    if (batch < BATCH_ROWS) return dropped
  }
}
