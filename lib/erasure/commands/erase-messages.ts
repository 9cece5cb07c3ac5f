import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'

/** Messages of one statement: no lock is held for long. */
const BATCH_MESSAGES = 5_000

/** Where the next batch begins: behind this message. */
interface MessageKey {
  sentAt: Date
  id: number
}

/**
 * Empties the texts of the messages of erased members, a batch a transaction; that they wrote, when and how much stays. Killed
 * and begun again it goes on. Their new messages come without a text.
 */
export async function eraseMessages(db: Db, memberIds: readonly number[], signal: AbortSignal): Promise<void> {
  for (let after: MessageKey | null = null; ; ) {
    signal.throwIfAborted()
    const from: MessageKey | null = after
    after = await inTransaction(db, (trx) => eraseMessageBatch(trx, memberIds, from))
    if (!after) return
  }
}

/** One batch. Answers its last message, or null where there is no further one. */
export async function eraseMessageBatch(
  db: Db,
  memberIds: readonly number[],
  after: MessageKey | null = null,
): Promise<MessageKey | null> {
  const beyond = after ? sql`and (sent_at, id) > (${after.sentAt}, ${after.id})` : sql``
  const { rows } = await sql<MessageKey & { count: number }>`
    with said as (
      select sent_at, id from message
      where member_id = any(${memberIds}::bigint[]) and (text is not null or topic is not null) ${beyond}
      order by sent_at, id limit ${sql.lit(BATCH_MESSAGES)} for update
    ), emptied as (
      update message set text = null, topic = null from said where message.sent_at = said.sent_at and message.id = said.id
    )
    select sent_at as "sentAt", id, count(*) over ()::int as count from said order by sent_at desc, id desc limit 1`.execute(
    db,
  )
  const last = rows[0]
  return last && last.count === BATCH_MESSAGES ? { sentAt: last.sentAt, id: last.id } : null
}
