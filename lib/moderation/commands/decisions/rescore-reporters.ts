import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { enqueue } from '@/lib/core/jobs/contract'
import { publishChange } from '@/lib/core/realtime/publish'
import { rescoreReportersTask } from '../../tasks'
import { rescoreCases } from '../intake/rescore'

/** Cases that are brought into order in one transaction. */
const CASES_AT_ONCE = 500

/** Asks for the open cases of these reporters to be put in order, by a job: there may be many, and a decision waits for none. */
export async function rescoreOfReporters(trx: Trx, memberIds: readonly number[]): Promise<void> {
  if (memberIds.length > 0) await enqueue(trx, rescoreReportersTask, { memberIds: [...memberIds] })
}

/** The job. It computes from what is there, so that again does no harm. */
export async function rescoreReporters(db: Db, memberIds: readonly number[], signal: AbortSignal): Promise<void> {
  for (let after = 0; !signal.aborted; ) {
    const ids = await inTransaction(db, async (trx) => {
      const { rows } = await sql<{ id: number }>`
        select self.id from moderation_case as self
        where self.status <> 'decided' and self.id > ${after} and self.id in (
          select case_id from moderation_report where reporter_id = any(${memberIds}::bigint[])
        )
        order by self.id limit ${sql.lit(CASES_AT_ONCE)} for update`.execute(trx)
      const found = rows.map(({ id }) => id)
      if (found.length === 0) return found
      await rescoreCases(trx, found)
      await publishChange(trx, { topic: 'cases' })
      return found
    })
    const last = ids.at(-1)
    if (last === undefined || ids.length < CASES_AT_ONCE) return
    after = last
  }
}
