import { type RawBuilder, sql } from 'kysely'
import { z } from 'zod'
import { decodeCursor, type Page, type PageQuery, toPage } from '@/lib/core/db/keyset'
import type { ReadDb } from '@/lib/core/db/types'
import { notFound } from '@/lib/core/errors'
import { getSettings } from '@/lib/settings/queries'
import { listKinds } from '../kinds/registry'
import { scheduleStart, toSchedule } from '../rules/schedule'
import { slotAfter, slotAt } from '../rules/slots'
import type { RunSummary, SourceView } from '../schema'
import { decryptSecrets } from '../secrets'

/** How long after its slot a source that nobody has started counts as late; a worker looks every second. */
const LATE_AFTER_MS = 30_000

/** Runs that a source's line draws. */
const RECENT_RUNS = 24

/** More than any deployment has; a bound all the same. */
const SOURCES_MAX = 1_000

interface SourceRow {
  id: string
  name: string
  kind: string
  config: Record<string, unknown>
  secrets: Buffer | null
  interval_seconds: number | null
  cron: string | null
  timeout_seconds: number
  schedule_since: Date
  paused_at: Date | null
  version: number
  created_at: Date
  updated_at: Date
  now: Date
  last_slot: Date | null
  recent_runs: (Omit<RunSummary, 'id'> & { id: number })[]
  last_succeeded_at: Date | null
}

/** The sources, by name. */
export async function listSources(db: ReadDb, { limit, after }: PageQuery): Promise<Page<SourceView>> {
  const cursor = after === undefined ? null : decodeCursor(after, z.tuple([z.string(), z.uuid()]))
  const rows = await readSources(
    db,
    cursor
      ? sql`source.deleted_at is null and (lower(source.name), source.id) > (${cursor[0]}, ${cursor[1]}::uuid)`
      : sql`source.deleted_at is null`,
    limit + 1,
  )
  const { zone } = await getSettings(db)
  return toPage(
    rows,
    limit,
    (row) => [row.name.toLowerCase(), row.id],
    (row) => toSourceView(row, zone),
  )
}

/** @throws DomainError `source.not_found` */
export async function getSource(db: ReadDb, id: string): Promise<SourceView> {
  const [row] = await readSources(db, sql`source.deleted_at is null and source.id = ${id}`, 1)
  if (!row) throw notFound('source', id)
  const { zone } = await getSettings(db)
  return toSourceView(row, zone)
}

/** All sources at once; a deployment has a handful. */
export async function listAllSources(db: ReadDb): Promise<SourceView[]> {
  const rows = await readSources(db, sql`source.deleted_at is null`, SOURCES_MAX)
  const { zone } = await getSettings(db)
  return rows.map((row) => toSourceView(row, zone))
}

async function readSources(db: ReadDb, where: RawBuilder<unknown>, limit: number): Promise<SourceRow[]> {
  const { rows } = await sql<SourceRow>`
    select source.id, source.name, source.kind, source.config, source.secrets, source.interval_seconds, source.cron,
      source.timeout_seconds, source.schedule_since, source.paused_at, source.version, source.created_at,
      source.updated_at, clock_timestamp() as now,
      (select max(run.slot) from collection_run as run where run.source_id = source.id and run.slot is not null) as last_slot,
      (select run.finished_at from collection_run as run
        where run.source_id = source.id and run.status = 'succeeded'
        order by run.started_at desc, run.id desc limit 1) as last_succeeded_at,
      coalesce(recent.runs, '[]') as recent_runs
    from source
    left join lateral (
      select jsonb_agg(to_jsonb(last_runs) order by last_runs."startedAt", last_runs.id) as runs from (
        select run.id, run.status, run.trigger, run.slot, run.started_at as "startedAt",
          run.finished_at as "finishedAt", run.samples, jsonb_array_length(run.errors) as "errorCount"
        from collection_run as run where run.source_id = source.id and run.trigger <> 'backfill'
        order by run.started_at desc, run.id desc limit ${RECENT_RUNS}
      ) as last_runs
    ) as recent on true
    where ${where} order by lower(source.name), source.id limit ${limit}`.execute(db)
  return rows
}

function toSourceView(row: SourceRow, zone: string): SourceView {
  const kind = listKinds().find((known) => known.kind === row.kind)
  const { nextSlotAt, isLate } = dueOf(row, zone)
  const recentRuns = row.recent_runs.map(toRunBrief)
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    kindTitle: kind?.title ?? row.kind,
    config: row.config,
    secretsSet: secretNames(row.secrets),
    intervalSeconds: row.interval_seconds,
    cron: row.cron,
    timeoutSeconds: row.timeout_seconds,
    pausedAt: row.paused_at?.toISOString() ?? null,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    updatedAt: row.updated_at.toISOString(),
    nextSlotAt,
    isLate,
    lastRun: recentRuns.at(-1) ?? null,
    recentRuns,
    lastSucceededAt: row.last_succeeded_at?.toISOString() ?? null,
  }
}

/** When a source is due next, and whether the slot that is due now has not been started though workers had the time. */
function dueOf(row: SourceRow, zone: string): { nextSlotAt: string | null; isLate: boolean } {
  if (row.paused_at) return { nextSlotAt: null, isLate: false }
  const schedule = toSchedule(row, zone)
  const due = slotAt(schedule, row.now)
  const isDue =
    due !== null && due.at > scheduleStart(schedule, row.schedule_since) && !(row.last_slot && row.last_slot >= due.at)
  const waitsSince = Math.max(due?.at.getTime() ?? 0, row.schedule_since.getTime())
  return {
    nextSlotAt: slotAfter(schedule, row.now)?.at.toISOString() ?? null,
    isLate: isDue && row.now.getTime() - waitsSince > LATE_AFTER_MS,
  }
}

/** PostgreSQL writes instants in JSON with an offset; a view has them with Z. */
function toRunBrief(run: SourceRow['recent_runs'][number]): RunSummary {
  return {
    ...run,
    id: String(run.id),
    slot: run.slot && new Date(run.slot).toISOString(),
    startedAt: new Date(run.startedAt).toISOString(),
    finishedAt: run.finishedAt && new Date(run.finishedAt).toISOString(),
  }
}

/** Which secrets are set; none can be told where the key has changed, and the source's test says so. */
function secretNames(sealed: Buffer | null): string[] {
  try {
    return Object.keys(decryptSecrets(sealed)).sort()
  } catch {
    return []
  }
}
