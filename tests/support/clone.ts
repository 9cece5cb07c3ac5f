import { randomBytes } from 'node:crypto'
import { Client } from 'pg'
import type { TestCluster } from './test-cluster'

export interface ClonedDatabase {
  /** On the app's login. */
  connectionString: string
  /** On the login that owns the schema. */
  ownerConnectionString: string
  drop(): Promise<void>
}

/** A database of one's own, migrated and empty, copied file by file, which takes a third of the time of migrating. */
export async function cloneDatabase(cluster: TestCluster): Promise<ClonedDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`
  await runAsSuperuser(
    cluster,
    `create database ${name} template ${cluster.template} strategy file_copy owner guildhall`,
  )
  return {
    connectionString: withDatabase(cluster.appUrl, name),
    ownerConnectionString: withDatabase(cluster.ownerUrl, name),
    drop: () => runAsSuperuser(cluster, `drop database ${name} with (force)`),
  }
}

async function runAsSuperuser(cluster: TestCluster, statement: string): Promise<void> {
  const client = new Client({ connectionString: cluster.superuserUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
