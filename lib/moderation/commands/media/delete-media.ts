import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db, Trx } from '@/lib/core/db/types'
import { deleteUnusedFiles, lockFiles } from '@/lib/core/files/file-store'
import type { Settings } from '@/lib/settings/schema'

const BATCH_ROWS = 200
const DAY_MS = 86_400_000

/**
 * Erases all media of cases for good: the copies that no other case has as well, addresses and descriptions. What the contents of
 * cases and evidence say of them is left to who erases those. Answers how many media.
 */
export async function eraseMediaOf(trx: Trx, caseIds: readonly number[]): Promise<number> {
  await lockFiles(trx)
  const { rows } = await sql<{ id: string; sha256: Buffer | null }>`
    select id, sha256 from case_media where case_id = any(${caseIds}::bigint[])`.execute(trx)
  await sql`
    update case_media set state = 'dropped', sha256 = null, url = null, alt = '', named_type = null, problem = null,
      problem_code = null
    where case_id = any(${caseIds}::bigint[])`.execute(trx)
  await deleteUnused(trx, rows)
  return rows.length
}

/**
 * Lets go of the copies of cases that were decided so long ago and are not under appeal; what is older is not fetched again either.
 * Answers how many media.
 */
export async function deleteExpiredMedia(
  db: Db,
  { keepMediaDays }: Pick<Settings, 'keepMediaDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  if (keepMediaDays === null) return 0
  const end = new Date(now.getTime() - keepMediaDays * DAY_MS)
  for (let dropped = 0; ; ) {
    signal.throwIfAborted()
    const count = await inTransaction(db, (trx) => dropBatch(trx, end))
    dropped += count
    if (count < BATCH_ROWS) return dropped
  }
}

async function dropBatch(trx: Trx, end: Date): Promise<number> {
  await lockFiles(trx)
  const { rows } = await sql<{ id: string; sha256: Buffer | null }>`
    select media.id, media.sha256
    from moderation_case as self join case_media as media on media.case_id = self.id and media.state <> 'dropped'
    where self.status = 'decided' and self.decided_at < ${end}::timestamptz and not exists (
      select from moderation_decision as decision join appeal on appeal.decision_id = decision.id and appeal.status = 'open'
      where decision.case_id = self.id
    ) limit ${sql.lit(BATCH_ROWS)}`.execute(trx)
  const ids = rows.map(({ id }) => id)
  await sql`update case_media set state = 'dropped', sha256 = null where id = any(${ids}::uuid[])`.execute(trx)
  await deleteUnused(trx, rows)
  return rows.length
}

const deleteUnused = (trx: Trx, rows: readonly { sha256: Buffer | null }[]): Promise<number> =>
  deleteUnusedFiles(
    trx,
    rows.flatMap(({ sha256 }) => sha256 ?? []),
  )
