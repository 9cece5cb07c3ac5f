import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'
import { NO_CONTENT, NO_CONTEXT } from './erasure/erase-cases'

const DAY_MS = 86_400_000
const BATCH_CASES = 1_000

/**
 * Empties what was seen of the items of decided cases, and the words of their reports, so many days after the decision, but not
 * while an appeal waits. What was decided, by whom and why stays. Answers the number of cases.
 */
export async function clearExpiredEvidence(
  db: Db,
  { keepEvidenceDays }: Pick<Settings, 'keepEvidenceDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  if (keepEvidenceDays === null) return 0
  const before = new Date(now.getTime() - keepEvidenceDays * DAY_MS)
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const batch = await dropBatch(db, before)
    dropped += batch
    if (batch < BATCH_CASES) return dropped
  }
}

async function dropBatch(db: Db, before: Date): Promise<number> {
  return inTransaction(db, async (trx) => {
    const { rows } = await sql<{ id: number }>`
      select id from moderation_case as self
      where status = 'decided' and has_evidence and decided_at < ${before}
        and not exists (
          select from appeal join moderation_decision as decision on decision.id = appeal.decision_id
          where decision.case_id = self.id and appeal.status = 'open'
        )
      order by decided_at limit ${sql.lit(BATCH_CASES)} for update skip locked`.execute(trx)
    const ids = sql`${rows.map(({ id }) => id)}::bigint[]`
    if (rows.length === 0) return 0
    await sql`update moderation_case set content = ${NO_CONTENT}, has_evidence = false where id = any(${ids})`.execute(
      trx,
    )
    await sql`update moderation_evidence set content = ${NO_CONTENT}, context = ${NO_CONTEXT}, context_members = '{}'
      where case_id = any(${ids})`.execute(trx)
    await sql`update moderation_report set comment = '' where case_id = any(${ids}) and comment <> ''`.execute(trx)
    return rows.length
  })
}
