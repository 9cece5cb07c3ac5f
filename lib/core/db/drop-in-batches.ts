import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from './transaction'
import type { Db } from './types'

const DAY_MS = 86_400_000

/** The instant before which what is kept so many days is dropped; null where it is kept for ever. */
export const horizonOf = (days: number | null, now: Date): Date | null =>
  days === null ? null : new Date(now.getTime() - days * DAY_MS)

/**
 * Repeats a statement that drops at most `batchRows` and returns a row for each until it finds fewer, so that no lock is held for
 * long. Answers how many rows went.
 */
export async function dropInBatches(
  db: Db,
  signal: AbortSignal,
  batchRows: number,
  statement: RawBuilder<unknown>,
): Promise<number> {
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const { rows } = await inTransaction(db, (trx) =>
      sql<{ dropped: number }>`with gone as (${statement}) select count(*) as dropped from gone`.execute(trx),
    )
    const batch = rows[0]?.dropped ?? 0
    dropped += batch
    if (batch < batchRows) return dropped
  }
}
