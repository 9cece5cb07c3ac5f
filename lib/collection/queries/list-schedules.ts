import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { getSettings } from '@/lib/settings/queries'
import { toSchedule } from '../rules/schedule'
import type { Schedule } from '../rules/slots'

/** What a scheduler holds of a source. */
export interface SourceSchedule {
  id: string
  version: number
  schedule: Schedule
  /** When this schedule came into force. */
  since: Date
}

/** The schedules of all sources that are neither paused nor removed. */
export async function listSchedules(db: ReadDb): Promise<SourceSchedule[]> {
  const { zone } = await getSettings(db)
  const rows = await db
    .selectFrom('source')
    .select(['id', 'version', 'interval_seconds', 'cron', 'schedule_since'])
    .where('paused_at', 'is', null)
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    schedule: toSchedule(row, zone),
    since: row.schedule_since,
  }))
}

/** The database's time: the one clock that all workers share. */
export async function readClock(db: ReadDb): Promise<Date> {
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the database returned nothing')
  return row.now
}
