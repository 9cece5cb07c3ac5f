import { sql } from 'kysely'
import { inTransaction } from '@/lib/core/db/transaction'
import type { Db } from '@/lib/core/db/types'
import { publishChange } from '@/lib/core/realtime/publish'
import { SLOT_SECONDS } from './slots'

export interface ReservedRun {
  id: number
  sourceId: string
}

/**
 * The run that a backfill is, of the source that reads the mirror: null where there is none. Only its id, which the samples
 * carry; the row comes at the end, because a running row would keep the source from collecting meanwhile.
 */
export async function reserveRun(db: Db): Promise<ReservedRun | null> {
  const { rows } = await sql<ReservedRun>`
    select nextval(pg_get_serial_sequence('collection_run', 'id')) as id, source.id as "sourceId" from source
    where source.kind = 'guildhall' and source.deleted_at is null order by source.created_at limit 1`.execute(db)
  return rows[0] ?? null
}

export async function recordRun(
  db: Db,
  run: ReservedRun,
  { startedAt, samples }: { startedAt: Date; samples: number },
): Promise<void> {
  await inTransaction(db, async (trx) => {
    await sql`
      insert into collection_run
        (id, source_id, slot, trigger, started_by, status, interval_seconds, started_at, finished_at, samples)
      overriding system value values (${run.id}, ${run.sourceId}, null, 'backfill', 'system', 'succeeded',
        ${SLOT_SECONDS}, ${startedAt}, date_trunc('milliseconds', clock_timestamp()), ${samples})`.execute(trx)
    await publishChange(trx, { topic: 'runs', id: run.id })
  })
}
