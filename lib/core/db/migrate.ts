import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import { Kysely, PostgresDialect } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { Client } from 'pg'
import { StartError } from '../start-error'
import { createAppLogin, tryLogin } from './app-login'
import { createPool } from './client'
import { listMigrationNames, MIGRATIONS_FOLDER } from './migration-names'

const LOCK = 'guildhall migrations'

export interface MigrateOptions {
  /** Connection of the login that owns the schema. */
  ownerUrl: string
  /** Makes the login of web and worker with this password in the same go. */
  appPassword?: string
  /** Folder of the project; default is the working directory. */
  root?: string
}

export interface MigrateResult {
  /** Names of the migrations that were applied now. */
  applied: string[]
  /** Connection of the app's login; the owner's where none was asked for or none could be made. */
  appUrl: string
}

/**
 * Brings the schema, graphile-worker's and the grants up to date. An advisory lock lets one process at a time do it; the
 * others wait and then find it done.
 * @throws StartError where the schema is newer than this code
 */
export async function migrate({ ownerUrl, appPassword, root = process.cwd() }: MigrateOptions): Promise<MigrateResult> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'guildhall migrate' })
  await client.connect()
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [LOCK])
    const migrations = await loadMigrations(root)
    const applied = await applyAll(ownerUrl, migrations)
    await runMigrations({ connectionString: ownerUrl, logger: silent })
    const appUrl = appPassword ? await prepareAppLogin(client, ownerUrl, appPassword) : ownerUrl
    return { applied, appUrl }
  } finally {
    await client.end()
  }
}

async function prepareAppLogin(owner: Client, ownerUrl: string, password: string): Promise<string> {
  const name = await createAppLogin(owner, password)
  return (name && (await tryLogin(ownerUrl, name, password))) || ownerUrl
}

async function loadMigrations(root: string): Promise<Record<string, Migration>> {
  const entries = (await listMigrationNames(root)).map(async (name) => {
    // Node reads them as they are: each is one file of plain types, and imports packages only.
    const file = pathToFileURL(join(root, MIGRATIONS_FOLDER, `${name}.ts`)).href
    return [name, (await import(/* @vite-ignore */ file)) as Migration] as const
  })
  return Object.fromEntries(await Promise.all(entries))
}

async function applyAll(ownerUrl: string, migrations: Record<string, Migration>): Promise<string[]> {
  const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: createPool(ownerUrl, 1) }) })
  try {
    await refuseNewerSchema(db, migrations)
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
    const { error, results = [] } = await migrator.migrateToLatest()
    if (error) throw error
    return results.map((result) => result.migrationName)
  } finally {
    await db.destroy()
  }
}

async function refuseNewerSchema(db: Kysely<unknown>, migrations: Record<string, Migration>): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some((table) => table.name === 'kysely_migration')) return
  const done = await (db as Kysely<{ kysely_migration: { name: string } }>)
    .selectFrom('kysely_migration')
    .select('name')
    .orderBy('name')
    .execute()
  const unknown = done.findLast(({ name }) => !Object.hasOwn(migrations, name))
  if (!unknown) return
  throw new StartError(
    `The database schema is newer than this version of Guildhall, which doesn't have the migration ${unknown.name}. Start the newer version.`,
  )
}

const silent = new Logger(() => () => undefined)
