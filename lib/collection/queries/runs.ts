import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { instantInput } from '@/lib/core/time/instants'
import { findEntries } from '@/lib/metrics/queries/find-entries'
import type { RunDetail, RunError, RunListQuery, RunProgress, RunSample, RunView } from '../schema'
import type { RunStatus, RunTrigger } from '../terms'

const SAMPLES_SHOWN = 1_000
const MS_PER_SECOND = 1_000

interface RunRow {
  id: number
  source_id: string
  source_name: string
  slot: Date | null
  trigger: RunTrigger
  started_by: string | null
  by_name: string | null
  status: RunStatus
  is_silent: boolean
  attempt: number
  worker_id: string | null
  interval_seconds: number
  started_at: Date
  finished_at: Date | null
  samples: number
  progress: RunProgress | null
  errors: RunError[]
}

/** Runs, the latest first; a missed run has its slot as its start. */
export async function listRuns(db: ReadDb, filter: RunListQuery): Promise<Page<RunView>> {
  const conditions: RawBuilder<unknown>[] = [sql`true`]
  if (filter.source) conditions.push(sql`run.source_id = ${filter.source}`)
  if (filter.status) conditions.push(sql`run.status = ${filter.status}`)
  if (filter.trigger) conditions.push(sql`run.trigger = ${filter.trigger}`)
  if (filter.from) conditions.push(sql`run.started_at >= ${filter.from}`)
  if (filter.to) conditions.push(sql`run.started_at < ${filter.to}`)
  if (filter.after !== undefined) {
    const [at, id] = decodeCursor(filter.after, z.tuple([instantInput, z.number().int()]))
    conditions.push(sql`(run.started_at, run.id) < (${at}::timestamptz, ${id}::bigint)`)
  }
  const rows = await readRuns(db, sql.join(conditions, sql` and `), filter.limit + 1)
  return toPage(rows, filter.limit, (row) => [row.started_at.toISOString(), row.id], toRunView)
}

/** @throws DomainError `run.not_found` */
export async function getRun(db: ReadDb, id: string): Promise<RunView> {
  return toRunView(await readRun(db, id))
}

/** A run with what it measured. @throws DomainError `run.not_found` */
export async function getRunDetail(db: ReadDb, id: string): Promise<RunDetail> {
  const row = await readRun(db, id)
  const readings = row.samples > 0 ? await readSamples(db, row) : []
  return {
    ...toRunView(row),
    readings: readings.slice(0, SAMPLES_SHOWN),
    hasMoreReadings: readings.length > SAMPLES_SHOWN,
  }
}

/** The run of a source that is in progress, or null. */
export async function findRunningRun(db: ReadDb, sourceId: string): Promise<RunView | null> {
  const [row] = await readRuns(db, sql`run.source_id = ${sourceId} and run.status = 'running'`, 1)
  return row ? toRunView(row) : null
}

async function readRun(db: ReadDb, id: string): Promise<RunRow> {
  const [row] = await readRuns(db, sql`run.id = ${id}::bigint`, 1)
  if (!row) throw notFound('run', id)
  return row
}

async function readRuns(db: ReadDb, where: RawBuilder<unknown>, limit: number): Promise<RunRow[]> {
  const { rows } = await sql<RunRow>`
    select run.id, run.source_id, source.name as source_name, run.slot, run.trigger, run.started_by, run.status,
      coalesce(run.status = 'running' and run.lease_until < clock_timestamp(), false) as is_silent, run.attempt,
      run.worker_id, run.interval_seconds, run.started_at, run.finished_at, run.samples, run.progress, run.errors,
      case split_part(run.started_by, ':', 1)
        when 'staff' then (select staff.name from staff where staff.id = split_part(run.started_by, ':', 2)::uuid)
        when 'key' then (select api_key.name from api_key where api_key.id = split_part(run.started_by, ':', 2)::uuid)
      end as by_name
    from collection_run as run join source on source.id = run.source_id
    where ${where} order by run.started_at desc, run.id desc limit ${limit}`.execute(db)
  return rows
}

/** From the series to the samples, because samples are kept by series and instant and a run has one instant. */
async function readSamples(db: ReadDb, run: RunRow): Promise<RunSample[]> {
  const at = run.trigger === 'schedule' && run.slot ? run.slot : run.started_at
  const start = new Date(at.getTime() - run.interval_seconds * MS_PER_SECOND)
  const { rows } = await sql<Omit<RunSample, 'at' | 'title' | 'unit'> & { at: Date }>`
    select metric.name as metric, series.labels, found.at, found.value, found.metadata
    from series join metric on metric.id = series.metric_id
    cross join lateral (
      select sample.at, sample.value, sample.metadata from sample
      where sample.series_id = series.id and sample.at in (${at}, ${start}) and sample.run_id = ${run.id}
      limit 2
    ) as found
    order by metric.name, series.labels limit ${SAMPLES_SHOWN + 1}`.execute(db)
  const entries = await findEntries(db, [...new Set(rows.map(({ metric }) => metric))])
  return rows.map((row) => {
    const { title = row.metric, unit = 'count' } = entries.get(row.metric) ?? {}
    return { ...row, title, unit, at: row.at.toISOString() }
  })
}

function toRunView(row: RunRow): RunView {
  return {
    id: String(row.id),
    sourceId: row.source_id,
    sourceName: row.source_name,
    slot: row.slot?.toISOString() ?? null,
    trigger: row.trigger,
    by: row.started_by ?? 'schedule',
    byName: row.by_name,
    status: row.status,
    isSilent: row.is_silent,
    attempt: row.attempt,
    workerId: row.worker_id,
    intervalSeconds: row.interval_seconds,
    startedAt: row.started_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    durationMs:
      row.finished_at && row.status !== 'missed' ? row.finished_at.getTime() - row.started_at.getTime() : null,
    samples: row.samples,
    progress: row.progress,
    errors: row.errors,
  }
}
