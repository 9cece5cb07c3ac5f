import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'

const DAY_MS = 86_400_000
const BATCH_ROWS = 20_000

/** Empties the text of messages that are older than it is kept, a batch a transaction. Answers how many were emptied. */
export async function clearExpiredMessageText(
  db: Db,
  { messageTextDays }: Pick<Settings, 'messageTextDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const before = new Date(now.getTime() - messageTextDays * DAY_MS)
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const { rows } = await inTransaction(db, (trx) =>
      sql<{ dropped: number }>`
        with old as (
          select sent_at, id from message where text is not null and sent_at < ${before} order by sent_at limit ${BATCH_ROWS}
        ), emptied as (
          update message set text = null from old where message.sent_at = old.sent_at and message.id = old.id returning 1
        )
        select count(*) as dropped from emptied`.execute(trx),
    )
    const batch = rows[0]?.dropped ?? 0
    dropped += batch
    if (batch < BATCH_ROWS) return dropped
  }
}
