import { sql } from 'kysely'
import { dropInBatches, horizonOf } from '@/lib/core/db/drop-in-batches'
import type { Db } from '@/lib/core/db/types'
import type { Settings } from '@/lib/settings/schema'

const BATCH_ROWS = 20_000

/** Drops collection runs that are older than they are kept and have ended; their samples stay. Answers how many. */
export async function deleteExpiredRuns(
  db: Db,
  { keepRunDays }: Pick<Settings, 'keepRunDays'>,
  now: Date,
  signal: AbortSignal,
): Promise<number> {
  const before = horizonOf(keepRunDays, now)
  if (!before) return 0
  return dropInBatches(
    db,
    signal,
    BATCH_ROWS,
    sql`
    delete from collection_run where id in (
      select id from collection_run where started_at < ${before} and status <> 'running'
      order by started_at limit ${BATCH_ROWS}
    ) returning 1`,
  )
}
