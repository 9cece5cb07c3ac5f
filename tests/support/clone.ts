import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import type { TestCluster } from './test-cluster'

export interface ClonedDatabase {
  /** On the app's login. */
  connectionString: string
  /** On the login that owns the schema. */
  ownerConnectionString: string
  /** On the login that may write without having its rows checked. */
  superuserConnectionString: string
  drop(): Promise<void>
}

/** A database of one's own, migrated and empty, copied file by file, which takes a third of the time of migrating. */
export const cloneDatabase = (cluster: TestCluster): Promise<ClonedDatabase> => copy(cluster, cluster.template)

/** A database of one's own with what `fill` writes, which is written once for all that ask for this name. */
export async function cloneFilled(
  cluster: TestCluster,
  name: string,
  fill: (empty: ClonedDatabase) => Promise<void>,
): Promise<ClonedDatabase> {
  await asSuperuser(cluster, async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [name])
    const { rowCount: isThere } = await client.query('select from pg_database where datname = $1', [name])
    if (isThere) return
    const empty = await cloneDatabase(cluster)
    await fill(empty)
    // It has its name once it is whole.
    await client.query(`alter database ${nameOf(empty)} rename to ${name}`)
  })
  return copy(cluster, name)
}

/** A copy of a test's database as it is now, as a backup would keep it; whoever is connected is cut off. */
export async function copyDatabase(
  cluster: TestCluster,
  { connectionString }: ClonedDatabase,
): Promise<ClonedDatabase> {
  const name = new URL(connectionString).pathname.slice(1)
  await asSuperuser(cluster, async (client) => {
    await client.query(`alter database ${name} allow_connections false`)
    await client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1', [name])
  })
  try {
    return await copy(cluster, name)
  } finally {
    await runAsSuperuser(cluster, `alter database ${name} allow_connections true`)
  }
}

async function copy(cluster: TestCluster, template: string): Promise<ClonedDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await runAsSuperuser(cluster, `create database ${name} template ${template} strategy file_copy owner guildhall`)
  return {
    connectionString: withDatabase(cluster.appUrl, name),
    ownerConnectionString: withDatabase(cluster.ownerUrl, name),
    superuserConnectionString: withDatabase(cluster.superuserUrl, name),
    drop: () => runAsSuperuser(cluster, `drop database ${name} with (force)`),
  }
}

const nameOf = ({ connectionString }: ClonedDatabase): string => new URL(connectionString).pathname.slice(1)

const runAsSuperuser = (cluster: TestCluster, statement: string): Promise<void> =>
  asSuperuser(cluster, async (client) => {
    await client.query(statement)
  })

async function asSuperuser(cluster: TestCluster, run: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: cluster.superuserUrl })
  await client.connect()
  try {
    await run(client)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
