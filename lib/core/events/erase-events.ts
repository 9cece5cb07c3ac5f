import { sql } from 'kysely'
import { dropInBatches, horizonOf } from '../db/drop-in-batches'
import type { Db, Trx } from '../db/types'

/** Nobody looks at events after their consumers; what is kept is for whoever asks why something followed. */
const KEEP_DAYS = 30
const BATCH_ROWS = 5_000

/** Empties what events hold of members who are erased. Who has not read one yet does not get it. Answers how many. */
export async function eraseEventsOf(trx: Trx, memberIds: readonly number[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update domain_event set payload = null
    where member_ids && ${memberIds}::bigint[] and payload is not null`.execute(trx)
  return Number(numAffectedRows)
}

/** The same for events about some subjects. */
export async function eraseEventsAbout(trx: Trx, subjects: readonly string[]): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update domain_event set payload = null
    where subject = any(${subjects}::text[]) and payload is not null`.execute(trx)
  return Number(numAffectedRows)
}

/** Removes events of more than 30 days ago. Answers how many. */
export const dropOldEvents = (db: Db, now: Date, signal: AbortSignal): Promise<number> =>
  dropInBatches(
    db,
    signal,
    BATCH_ROWS,
    sql`delete from domain_event where id in (
      select id from domain_event where at < ${horizonOf(KEEP_DAYS, now)} limit ${sql.lit(BATCH_ROWS)}
    ) returning id`,
  )
