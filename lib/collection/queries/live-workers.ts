import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { WORKER_LOST_AFTER_SECONDS } from '../schema'

/** How many workers gave a sign of life within the last 30 s. */
export async function countLiveWorkers(db: ReadDb): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from worker
    where heartbeat_at > clock_timestamp() - ${WORKER_LOST_AFTER_SECONDS} * interval '1 second'`.execute(db)
  return rows[0]?.n ?? 0
}
