import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import type { FreshnessView } from '../schema'
import type { RunStatus } from '../terms'
import { countLiveWorkers } from './live-workers'
import { listAllSources } from './sources'

interface LastRunRow {
  now: Date
  id: number | null
  source_id: string
  source_name: string
  status: RunStatus
  finished_at: Date
}

/** How fresh the figures are: the last run that collected (a backfill tells of the past), and the sources whose last slot did not. */
export async function getFreshness(db: ReadDb): Promise<FreshnessView> {
  const [sources, lastRun, liveWorkers] = await Promise.all([listAllSources(db), readLastRun(db), countLiveWorkers(db)])
  return {
    asOf: lastRun.now.toISOString(),
    lastRun:
      lastRun.id === null
        ? null
        : {
            id: String(lastRun.id),
            sourceId: lastRun.source_id,
            sourceName: lastRun.source_name,
            status: lastRun.status,
            finishedAt: lastRun.finished_at.toISOString(),
          },
    troubled: sources.flatMap((source): FreshnessView['troubled'] => {
      const { id, name, lastRun: last, isLate, pausedAt } = source
      if (pausedAt) return []
      if (isLate) return [{ id, name, reason: 'late', runId: null }]
      if (last?.status !== 'missed' && last?.status !== 'failed') return []
      return [{ id, name, reason: last.status, runId: last.id }]
    }),
    sources: sources.length,
    paused: sources.filter((source) => source.pausedAt).length,
    isWorkerAlive: liveWorkers > 0,
  }
}

async function readLastRun(db: ReadDb): Promise<LastRunRow> {
  const { rows } = await sql<LastRunRow>`
    select clock_timestamp() as now, last_run.*
    from (values (1)) as one
    left join lateral (
      select run.id, run.source_id, source.name as source_name, run.status, run.finished_at
      from source cross join lateral (
        select * from (
          (select * from collection_run where source_id = source.id and status = 'succeeded' and trigger <> 'backfill'
            order by started_at desc, id desc limit 1)
          union all
          (select * from collection_run where source_id = source.id and status = 'partial' and trigger <> 'backfill'
            order by started_at desc, id desc limit 1)
        ) as ended order by started_at desc limit 1
      ) as run
      where source.deleted_at is null
      order by run.finished_at desc limit 1
    ) as last_run on true`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the database returned nothing')
  return row
}
