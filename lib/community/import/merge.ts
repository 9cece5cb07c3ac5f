import { sql } from 'kysely'
import type { Session } from '@/lib/core/db/session'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Trx } from '@/lib/core/db/types'
import { eraseStagedRows, hasErased, lockErasureShared } from '../erased'
import type { PresentColumns } from '../importers/lines'
import { type MergeCounts, mergeMessages } from '../message-merge'

/**
 * Messages of one transaction: no lock is held for more than a few seconds, and each member’s days and each channel’s buckets, of
 * which most come up in every batch, are written a third as often as with 10,000.
 */
const BATCH_MESSAGES = 30_000

export interface MergeOptions {
  originId: number
  messages: number
  stated: PresentColumns
  textSince: Date | null
  signal: AbortSignal
  /** Messages of one transaction; tests make it small. */
  batchMessages?: number | undefined
  /** Within the transaction of each batch; the days of its first and last message. */
  onBatch: (trx: Trx, span: { from: Date; to: Date }) => Promise<void>
  onProgress: (done: number, counts: MergeCounts) => void
}

/** Brings the kept lines into the mirror, a transaction per batch; what is committed stays when a later one fails. */
export async function mergeLatestRows({ db }: Session, options: MergeOptions): Promise<MergeCounts> {
  const sum: MergeCounts = { new: 0, changed: 0, unchanged: 0 }
  const size = options.batchMessages ?? BATCH_MESSAGES
  for (let done = 0; done < options.messages; done += size) {
    options.signal.throwIfAborted()
    const counts = await inTransaction(db, (trx) => mergeBatch(trx, { after: done, to: done + size }, options))
    sum.new += counts.new
    sum.changed += counts.changed
    sum.unchanged += counts.unchanged
    options.onProgress(Math.min(done + size, options.messages), sum)
  }
  return sum
}

async function mergeBatch(
  trx: Trx,
  places: { after: number; to: number },
  options: MergeOptions,
): Promise<MergeCounts> {
  const { originId, stated, textSince } = options
  await lockErasureShared(trx)
  // Who was erased since the lines were read says nothing any more.
  const words = (await hasErased(trx)) ? ERASED_COLUMNS : sql`topic, text`
  const batch = sql`select external_id, member_id, channel_id, sent_at, ${words}, length from incoming
    where place > ${places.after} and place <= ${places.to}`
  const { rows } = await sql<{ from: Date; to: Date }>`
    select min(sent_at) as "from", max(sent_at) as "to" from (${batch}) as batch`.execute(trx)
  const [span] = rows
  if (!span) throw new Error('an import lost its batch')
  const counts = await mergeMessages(trx, { originId, stated, textSince, relation: batch, span })
  if (counts.new + counts.changed > 0) await options.onBatch(trx, span)
  return counts
}

const IS_ERASED = sql`member_id in (select id from member where erased_at is not null)`
const ERASED_COLUMNS = sql`case when ${IS_ERASED} then null else topic end as topic, case when ${IS_ERASED} then null else text end as text`

/** What merging would do, without doing it. Names are compared by external id, since nothing is made. */
export async function countMerge(
  { db }: Session,
  options: Omit<MergeOptions, 'originId' | 'signal' | 'onBatch' | 'onProgress'> & { originId: number | undefined },
): Promise<MergeCounts> {
  const { originId, stated, textSince, messages } = options
  if (originId === undefined) return { new: messages, changed: 0, unchanged: 0 }
  await eraseStagedRows(db, null)
  const { rows } = await sql<{ known: number; changed: number }>`
    select count(*) as known, count(*) filter (where
      (message.sent_at, member.external_id, channel.external_id) is distinct from
        (last_line.sent_at, last_line.member, last_line.channel)
      or (${stated.topic} and message.topic is distinct from last_line.topic)
      or (${stated.length} and message.length is distinct from coalesce(last_line.length, char_length(last_line.text)))
      or (${stated.text} and last_line.sent_at >= ${textSince}::timestamptz and message.text is distinct from last_line.text)
    ) as changed
    from last_line
    join message_key as known on known.origin_id = ${originId} and known.external_id = last_line.external_id
    join message on message.sent_at = known.sent_at and message.id = known.message_id
    join member on member.id = message.member_id
    join channel on channel.id = message.channel_id`.execute(db)
  const { known, changed } = rows[0] ?? { known: 0, changed: 0 }
  return { new: messages - known, changed, unchanged: known - changed }
}
