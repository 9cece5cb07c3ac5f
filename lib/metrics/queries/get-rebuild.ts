import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { RebuildView } from '../schema'
import { rebuildDaysTask } from '../tasks'

interface RebuildRow {
  zone: string
  is_activity_complete: boolean
  is_complete: boolean
  days_left: number
  job: { isRunning: boolean; error: string | null } | null
}

/** How far the rebuild of the day figures is, told from what it leaves behind, so that a restart of it is told as well. */
export async function getRebuild(db: ReadDb): Promise<RebuildView> {
  const { rows } = await sql<RebuildRow>`
    select rollup_state.day_zone as zone, activity_state.is_complete as is_activity_complete, rollup_state.is_complete,
      (select count(*) from day_dirty) as days_left,
      (select jsonb_build_object('isRunning', jobs.locked_at is not null, 'error', jobs.last_error)
        from graphile_worker.jobs where jobs.task_identifier = ${rebuildDaysTask.name}
        order by jobs.locked_at desc nulls last limit 1) as job
    from rollup_state cross join activity_state`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the roll-up state is missing')
  const stage = stageOf(row)
  return { stage, zone: row.zone, daysLeft: stage === 'figures' ? row.days_left : null, error: row.job?.error ?? null }
}

function stageOf(row: RebuildRow): RebuildView['stage'] {
  if (row.job && !row.job.isRunning) return 'waiting'
  if (!row.job && row.is_complete && row.is_activity_complete) return null
  if (!row.is_activity_complete) return 'activity'
  return row.days_left > 0 ? 'figures' : 'days'
}
