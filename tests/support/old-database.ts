import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Client } from 'pg'
import { createPool } from '@/lib/core/db/client'
import { listMigrationNames, MIGRATIONS_FOLDER } from '@/lib/core/db/migration-names'
import type { TestCluster } from './test-cluster'

const ROOT = resolve(import.meta.dirname, '../..')

export interface OldDatabase {
  /** On the login that owns the schema. */
  ownerUrl: string
  drop: () => Promise<void>
}

/** An empty database as it was right before a migration; its rows are written in SQL, since the code knows only the newest state. */
export async function databaseBefore(cluster: TestCluster, migration: string): Promise<OldDatabase> {
  const name = `test_old_${randomBytes(6).toString('hex')}`
  await asSuperuser(cluster, `create database ${name} owner guildhall`)
  const url = new URL(cluster.ownerUrl)
  url.pathname = `/${name}`
  const before = (await listMigrationNames(ROOT)).filter((one) => one < migration)
  const loaded = before.map(
    async (one) => [one, (await import(join(ROOT, MIGRATIONS_FOLDER, `${one}.ts`))) as Migration] as const,
  )
  const migrations = Object.fromEntries(await Promise.all(loaded))
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(url.href, 1) }) })
  try {
    const { error } = await new Migrator({ db, provider: { getMigrations: async () => migrations } }).migrateToLatest()
    if (error) throw error
  } finally {
    await db.destroy()
  }
  return { ownerUrl: url.href, drop: () => asSuperuser(cluster, `drop database ${name} with (force)`) }
}

async function asSuperuser({ superuserUrl }: TestCluster, statement: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
