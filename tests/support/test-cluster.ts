import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { findPostmaster, stopPostmaster } from '@/lib/core/db/embedded/postmaster'
import { createDatabase, startEmbedded } from '@/lib/core/db/embedded/start'
import { migrate } from '@/lib/core/db/migrate'
import { isProcessRunning } from '@/lib/core/is-alive'
import { FOLDERS, quickFolder } from './quick-folder'

const RUNS = 'guildhall-tests'

/** How tests reach their PostgreSQL. */
export interface TestCluster {
  superuserUrl: string
  /** The migrated database that each test file's own is cloned from; nothing connects to it. */
  template: string
  ownerUrl: string
  appUrl: string
}

const OWNER_PASSWORD = 'owner'

/** Nothing of a test's data has to survive a power cut. */
const FAST = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_wal_size: '1GB' }

/**
 * A PostgreSQL for one run of tests, with a migrated template in it; `stop` removes every trace. `TEST_POSTGRES_URL` names another
 * server than the embedded one, on a superuser's login, to try an older version.
 */
export async function startTestCluster(): Promise<TestCluster & { stop: () => Promise<void> }> {
  const { TEST_POSTGRES_URL: other } = process.env
  if (other) return clusterOn(other)
  await sweepKilledRuns()
  const dataDir = join(await quickFolder(), RUNS, String(process.pid))
  await mkdir(dataDir, { recursive: true })
  const database = await startEmbedded({ dataDir, settings: { ...FAST, shared_buffers: '128MB' } })
  const { appUrl } = await migrate({ ownerUrl: database.ownerUrl, appPassword: 'app' })
  return {
    superuserUrl: database.superuserUrl,
    template: new URL(appUrl).pathname.slice(1),
    ownerUrl: database.ownerUrl,
    appUrl,
    async stop() {
      await database.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function clusterOn(superuserUrl: string): Promise<TestCluster & { stop: () => Promise<void> }> {
  const superuser = new Client({ connectionString: superuserUrl })
  await superuser.connect()
  const { rowCount: inUse } = await superuser.query("select from pg_roles where rolname = 'guildhall'")
  if (inUse)
    throw new Error('TEST_POSTGRES_URL names a server that has a Guildhall already; tests want one of their own')
  await createDatabase(superuserUrl, OWNER_PASSWORD)
  const owner = new URL(superuserUrl)
  Object.assign(owner, { username: 'guildhall', password: OWNER_PASSWORD, pathname: '/guildhall' })
  const { appUrl } = await migrate({ ownerUrl: owner.href, appPassword: 'app' })
  return {
    superuserUrl,
    template: 'guildhall',
    ownerUrl: owner.href,
    appUrl,
    async stop() {
      const { rows } = await superuser.query<{ name: string }>(
        `select datname as name from pg_database join pg_roles on pg_roles.oid = datdba where rolname = 'guildhall'`,
      )
      for (const { name } of rows) await superuser.query(`drop database ${name} with (force)`)
      for (const role of [new URL(appUrl).username, 'guildhall']) await superuser.query(`drop role if exists ${role}`)
      await superuser.end()
    },
  }
}

/** Stops and removes the databases of runs that were killed before they could do so themselves. */
async function sweepKilledRuns(): Promise<void> {
  for (const runs of FOLDERS.map((folder) => join(folder, RUNS))) {
    for (const run of await readdir(runs).catch(() => [])) {
      if (isProcessRunning(Number(run))) continue
      const cluster = join(runs, run, 'postgres')
      const orphan = await findPostmaster(cluster)
      if (orphan) await stopPostmaster(orphan, cluster)
      await rm(join(runs, run), { recursive: true, force: true })
    }
  }
}
