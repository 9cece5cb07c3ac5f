import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'

/** What a classifier did last is written down no more often than this while it goes on: it is called many times a second. */
const NOTE_EVERY = sql.raw(`interval '1 minute'`)

/** Notes that a classifier answers. */
export const recordClassifierSuccess = (db: Db, id: string): Promise<void> =>
  note(
    db,
    sql`update moderation_classifier set answered_at = clock_timestamp() where id = ${id}
      and (answered_at is null or answered_at < clock_timestamp() - ${NOTE_EVERY} or failed_at >= answered_at)`,
  )

/** Notes that it doesn't, and why. */
export const recordClassifierFailure = (db: Db, id: string, failure: string): Promise<void> =>
  note(
    db,
    sql`update moderation_classifier set failed_at = clock_timestamp(), failure = ${failure} where id = ${id}
      and (failed_at is null or failed_at < clock_timestamp() - ${NOTE_EVERY} or answered_at >= failed_at)`,
  )

async function note(db: Db, statement: ReturnType<typeof sql>): Promise<void> {
  await inTransaction(db, async (trx) => {
    const { numAffectedRows } = await statement.execute(trx)
    if ((numAffectedRows ?? 0n) > 0n) await publishChange(trx, { topic: 'rules' })
  })
}
