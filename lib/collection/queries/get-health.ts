import { sql } from 'kysely'
import type { ReadDb } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { type HealthView, WORKER_LOST_AFTER_SECONDS } from '../schema'
import { listAllSources } from './sources'

const FAILURES_SHOWN = 20

/** The state of every part that runs behind the pages. */
export async function getHealth(db: ReadDb): Promise<HealthView> {
  const [{ asOf, ...database }, workers, jobs, sources, schema, checks] = await Promise.all([
    readDatabase(db),
    readWorkers(db),
    readJobs(db),
    listAllSources(db),
    readSchema(db),
    runChecks(db),
  ])
  const late = sources.filter((source) => source.isLate).length
  return {
    asOf,
    database,
    workers,
    jobs,
    sources: { total: sources.length, paused: sources.filter((source) => source.pausedAt).length, late },
    schema,
    checks,
    isHealthy:
      workers.some((worker) => worker.isAlive) &&
      jobs.failed === 0 &&
      late === 0 &&
      checks.every(({ state }) => state !== 'failing'),
  }
}

const CHECKS = DOMAINS.flatMap(({ healthChecks = [] }) => healthChecks)

const runChecks = (db: ReadDb): Promise<HealthView['checks']> =>
  Promise.all(
    CHECKS.map(async ({ name, title, load }) => {
      const check = await load()
      return { name, title, ...(await check(db)) }
    }),
  )

async function readDatabase(db: ReadDb): Promise<HealthView['database'] & { asOf: string }> {
  const { rows } = await sql<{ now: Date; version: string; size: number; open: number; most: number }>`
    select clock_timestamp() as now, current_setting('server_version') as version,
      pg_database_size(current_database()) as size,
      (select count(*)::int from pg_stat_activity where datname = current_database()) as open,
      current_setting('max_connections')::int as most`.execute(db)
  const row = rows[0]
  if (!row) throw new Error('the database returned nothing')
  return {
    asOf: row.now.toISOString(),
    version: row.version,
    sizeBytes: row.size,
    connections: row.open,
    connectionsMax: row.most,
  }
}

/** What is there to write into: the schema's version, and how far ahead the months have their partitions. */
async function readSchema(db: ReadDb): Promise<HealthView['schema']> {
  const { rows } = await sql<{ months: string | null; can_read: boolean }>`
    select min(last.month) as months, has_table_privilege('kysely_migration', 'select') as can_read
    from (
      select replace(max(right(part.relname, 7)), '_', '-') as month
      from pg_partitioned_table as parent
      join pg_class as whole on whole.oid = parent.partrelid and whole.relnamespace = 'public'::regnamespace
      left join pg_inherits as link on link.inhparent = parent.partrelid
      left join pg_class as part on part.oid = link.inhrelid
      group by parent.partrelid
    ) as last`.execute(db)
  const row = rows[0]
  if (!row?.can_read) return { migration: null, partitionsUntil: row?.months ?? null }
  const done = await sql<{ name: string | null }>`select max(name) as name from kysely_migration`.execute(db)
  return { migration: done.rows[0]?.name ?? null, partitionsUntil: row.months }
}

async function readWorkers(db: ReadDb): Promise<HealthView['workers']> {
  const { rows } = await sql<HealthView['workers'][number] & { startedAt: Date; heartbeatAt: Date }>`
    select worker.id, worker.host, worker.pid, worker.version, worker.started_at as "startedAt",
      worker.heartbeat_at as "heartbeatAt",
      worker.heartbeat_at > clock_timestamp() - ${WORKER_LOST_AFTER_SECONDS} * interval '1 second' as "isAlive",
      (select count(*)::int from collection_run as run
        where run.status = 'running' and run.worker_id = worker.id) as runs,
      (select count(*)::int from graphile_worker.jobs where jobs.locked_by = any(worker.job_runner_ids)) as jobs
    from worker order by worker.started_at, worker.id`.execute(db)
  return rows.map((row) => ({
    ...row,
    startedAt: row.startedAt.toISOString(),
    heartbeatAt: row.heartbeatAt.toISOString(),
  }))
}

async function readJobs(db: ReadDb): Promise<HealthView['jobs']> {
  const { rows } = await sql<{ waiting: number; running: number; failed: number; oldest: Date | null }>`
    select count(*) filter (where locked_at is null and attempts < max_attempts and run_at <= clock_timestamp())::int as waiting,
      count(*) filter (where locked_at is not null)::int as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts)::int as failed,
      min(run_at) filter (where locked_at is null and attempts < max_attempts and run_at <= clock_timestamp()) as oldest
    from graphile_worker.jobs`.execute(db)
  const failures = await sql<HealthView['jobs']['failures'][number]>`
    select id::text as id, task_identifier as task, attempts, split_part(last_error, E'\n', 1) as error
    from graphile_worker.jobs where locked_at is null and attempts >= max_attempts
    order by id desc limit ${FAILURES_SHOWN}`.execute(db)
  const row = rows[0]
  return {
    waiting: row?.waiting ?? 0,
    running: row?.running ?? 0,
    failed: row?.failed ?? 0,
    oldestWaitingSince: row?.oldest?.toISOString() ?? null,
    failures: failures.rows,
  }
}
