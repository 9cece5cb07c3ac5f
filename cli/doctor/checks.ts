import { sql } from 'kysely'
import { describeChain } from '@/lib/audit/chain-text'
import { recordHead } from '@/lib/audit/record-head'
import type { AuditHead } from '@/lib/audit/schema'
import { verifyAudit } from '@/lib/audit/verify'
import { pseudonymPrefix } from '@/lib/community/erased'
import { listMigrationNames } from '@/lib/core/db/migration-names'
import type { Db } from '@/lib/core/db/types'
import type { Connection } from '../support/connect'
import { PROJECT_ROOT } from '../support/project'
import { checkTimeZones } from './time-zones'

const HEARTBEAT_SECONDS = 30
const PARTITIONED = ['message', 'attendance', 'sample', 'rollup_quarter']

export interface HealthCheck {
  name: string
  state: 'ok' | 'warning' | 'failed'
  detail: string
  /** Of the audit log: its newest entry, null while there is none. */
  head?: AuditHead | null
}

/** All checks, one after another; one that can't be made counts as failed and stops none of the others. */
export async function checkHealth({ db, url }: Connection): Promise<HealthCheck[]> {
  const checks: [string, () => Promise<Omit<HealthCheck, 'name'>>][] = [
    ['Database', () => checkDatabase(db, url)],
    ['Migrations', () => checkMigrations(db)],
    ['Rights', () => checkRights(db)],
    ['Partitions', () => checkPartitions(db)],
    ['Workers', () => checkWorkers(db)],
    ['Time zones', () => checkTimeZones(db, { now: new Date() })],
    ['Audit log', () => checkAudit(db)],
    ['Erased members', () => checkErased(db)],
  ]
  const results: HealthCheck[] = []
  for (const [name, check] of checks) {
    const result = await check().catch((error: Error) => ({ state: 'failed' as const, detail: error.message }))
    results.push({ name, ...result })
  }
  return results
}

async function checkDatabase(db: Db, url: string): Promise<Omit<HealthCheck, 'name'>> {
  const { rows } = await sql<{ version: string; size: string }>`
    select current_setting('server_version') as version, pg_size_pretty(pg_database_size(current_database())) as size
  `.execute(db)
  const { username, host, pathname } = new URL(url)
  return { state: 'ok', detail: `PostgreSQL ${rows[0]?.version} at ${username}@${host}${pathname}, ${rows[0]?.size}` }
}

async function checkMigrations(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const names = await listMigrationNames(PROJECT_ROOT)
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const applied = rows.map((row) => row.name)
  const missing = names.filter((name) => !applied.includes(name))
  const unknown = applied.filter((name) => !names.includes(name))
  if (missing.length > 0) return { state: 'failed', detail: `${missing.join(', ')} not applied: run guildhall migrate` }
  if (unknown.length > 0)
    return {
      state: 'failed',
      detail: `${unknown.join(', ')} unknown: the schema is newer than this version of Guildhall`,
    }
  return { state: 'ok', detail: `${names.length} applied` }
}

async function checkRights(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const { rows } = await sql<{ name: string; superuser: boolean; writes_log: boolean }>`
    select current_user as name, rolsuper as superuser,
      has_table_privilege('audit_entry', 'update, delete') or has_table_privilege('audit_detail', 'update, delete') as writes_log
    from pg_roles where rolname = current_user`.execute(db)
  const row = rows[0]
  if (row?.superuser)
    return { state: 'warning', detail: `the app uses ${row.name}, a superuser: nothing protects the audit log from it` }
  if (row?.writes_log) {
    const advice = 'grant CREATEROLE to the login of DATABASE_URL so that the app gets its own login'
    return {
      state: 'warning',
      detail: `the app uses ${row.name}, which owns the tables, so only triggers protect the audit log: ${advice}`,
    }
  }
  return { state: 'ok', detail: `the app uses ${row?.name}, which can't change the audit log` }
}

async function checkPartitions(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const { rows } = await sql<{ parent: string }>`
    select parent from unnest(${PARTITIONED}::text[]) parent
    where to_regclass(parent || to_char(now() at time zone 'UTC' + interval '1 month', '_YYYY_MM')) is null`.execute(db)
  if (rows.length === 0) return { state: 'ok', detail: 'created for the next month' }
  return {
    state: 'warning',
    detail: `missing for the next month in ${rows.map((row) => row.parent).join(', ')}: check that a worker is running`,
  }
}

async function checkWorkers(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const { rows } = await sql<{ living: number }>`
    select count(*)::int as living from worker where heartbeat_at > now() - make_interval(secs => ${HEARTBEAT_SECONDS})
  `.execute(db)
  const living = rows[0]?.living ?? 0
  if (living === 0)
    return { state: 'failed', detail: `no worker has sent a heartbeat in the last ${HEARTBEAT_SECONDS} s` }
  return { state: 'ok', detail: `${living} running` }
}

/** On a machine that has recorded no head yet this records the first one, as a worker does when it starts. */
async function checkAudit(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const verdict = await verifyAudit(db)
  const { head, recorded } = verdict
  const detail = describeChain(verdict)
  if (!verdict.isIntact) return { state: 'failed', detail, head }
  if (recorded || !head) return { state: 'ok', detail, head }
  await recordHead(db)
  return {
    state: 'warning',
    detail: `${detail}, so entries removed from the end before now can't be detected; the head is now recorded`,
    head,
  }
}

/** Who was erased under another secret is not known again by what an import or a report calls them. */
async function checkErased(db: Db): Promise<Omit<HealthCheck, 'name'>> {
  const { rows } = await sql<{ all: number }>`
    select count(*)::int as all from member where erased_at is not null`.execute(db)
  const all = rows[0]?.all ?? 0
  // Without anybody erased no secret is needed to say so.
  if (all === 0) return { state: 'ok', detail: 'none' }
  const strange = await countStrange(db)
  if (strange === 0) return { state: 'ok', detail: `${all}, all recognized by their IDs` }
  const detail = `${strange} of ${all} were erased with another GUILDHALL_SECRET: new data about them is stored again`
  return { state: 'warning', detail }
}

async function countStrange(db: Db): Promise<number> {
  const { rows } = await sql<{ strange: number }>`
    select count(*)::int as strange from member
    where erased_at is not null and not starts_with(external_id, ${pseudonymPrefix()})`.execute(db)
  return rows[0]?.strange ?? 0
}
