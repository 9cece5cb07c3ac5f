import { type RawBuilder, sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'
import { SCORE_CACHE_HOURS } from '../classifiers/classify-texts'
import { WINDOW_MAX_MS } from './find-signals'

const BATCH_ROWS = 20_000
const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000

/** Lets go of what no window of a rule reaches any more. Answers how many items. */
export const deleteExpiredScreenedItems = (db: Db, now: Date, signal: AbortSignal): Promise<number> =>
  inBatches(
    db,
    signal,
    sql`delete from screened_item where (item_type, item_id) in (
      select item_type, item_id from screened_item where at < ${new Date(now.getTime() - WINDOW_MAX_MS)}::timestamptz
      limit ${sql.lit(BATCH_ROWS)}
    )`,
  )

const UNDECIDED_DAYS = 7

/** Lets go of what classifiers said a day ago, and of what rules could not judge a week ago. Answers how many rows. */
export async function deleteExpiredScores(db: Db, now: Date, signal: AbortSignal): Promise<number> {
  const ago = (hours: number) => new Date(now.getTime() - hours * HOUR_MS)
  const answers = await inBatches(
    db,
    signal,
    sql`delete from classifier_answer where (classifier_id, text_hash) in (
      select classifier_id, text_hash from classifier_answer where at < ${ago(SCORE_CACHE_HOURS)}::timestamptz
      limit ${sql.lit(BATCH_ROWS)}
    )`,
  )
  const undecided = await inBatches(
    db,
    signal,
    sql`delete from rule_undecided where id in (
      select id from rule_undecided where at < ${ago(UNDECIDED_DAYS * 24)}::timestamptz limit ${sql.lit(BATCH_ROWS)}
    )`,
  )
  return answers + undecided
}

/** Empties the texts of hits when those of messages are; that a rule hit stays known. Answers how many. */
export const clearExpiredHitTexts = (
  db: Db,
  { messageTextDays }: Pick<Settings, 'messageTextDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> =>
  inBatches(
    db,
    signal,
    sql`update rule_hit set text = null, hits = '[]' where id in (
      select id from rule_hit where text is not null and at < ${new Date(now.getTime() - messageTextDays * DAY_MS)}::timestamptz
      order by at limit ${sql.lit(BATCH_ROWS)}
    )`,
  )

/** Empties the texts that backtests have kept as samples, likewise. Answers of how many backtests. */
export const clearExpiredBacktestSamples = (
  db: Db,
  { messageTextDays }: Pick<Settings, 'messageTextDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> =>
  inBatches(
    db,
    signal,
    sql`update rule_backtest set result = result || '{"falsePositives": [], "falseNegatives": []}'
        || case when jsonb_typeof(result -> 'diff') = 'object'
          then jsonb_build_object('diff', (result -> 'diff') || '{"gainedTexts": [], "lostTexts": []}') else '{}' end
      where id in (
        select id from rule_backtest
        where finished_at < ${new Date(now.getTime() - messageTextDays * DAY_MS)}::timestamptz
          and (result -> 'falsePositives' <> '[]' or result -> 'falseNegatives' <> '[]'
            or result -> 'diff' -> 'gainedTexts' <> '[]' or result -> 'diff' -> 'lostTexts' <> '[]')
        limit ${sql.lit(BATCH_ROWS)}
      )`,
  )

/** A batch a transaction, so that no lock is held for long. */
async function inBatches(db: Db, signal: AbortSignal, statement: RawBuilder<unknown>): Promise<number> {
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const { numAffectedRows } = await inTransaction(db, (trx) => statement.execute(trx))
    dropped += Number(numAffectedRows ?? 0)
    if (Number(numAffectedRows ?? 0) < BATCH_ROWS) return dropped
  }
}
