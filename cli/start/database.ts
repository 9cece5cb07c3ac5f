import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { deriveKey } from '@/lib/core/crypto/secrets'
import { createDb, createPool } from '@/lib/core/db/client'
import { type EmbeddedDatabase, loadOrCreateSecret, startEmbedded } from '@/lib/core/db/embedded/start'
import { migrate } from '@/lib/core/db/migrate'
import type { Db } from '@/lib/core/db/types'
import { env } from '@/lib/core/env'
import { StartError } from '@/lib/core/start-error'
import { initialiseZone } from '@/lib/settings/commands'
import { PROJECT_ROOT } from '../support/project'

export interface PreparedDatabase {
  /** Of the login that web and worker use. */
  appUrl: string
  ownerUrl: string
  secret: string
  /** Names of the migrations that were applied now. */
  applied: string[]
  /** Null where DATABASE_URL is used. */
  embedded: EmbeddedDatabase | null
}

/** As server_version_num counts. */
const OLDEST_VERSION = 150_000

/**
 * Starts the embedded database, or reaches the one of DATABASE_URL, and brings its schema up to date.
 * @throws StartError with one sentence that says what is in the way
 */
export async function prepareDatabase(dataDir: string, stopped?: AbortSignal): Promise<PreparedDatabase> {
  const { databaseUrl, secret: givenSecret } = env()
  if (databaseUrl) {
    if (!givenSecret) {
      throw new StartError(
        'GUILDHALL_SECRET is not set. DATABASE_URL requires it: at least 32 characters, the same for every process.',
      )
    }
    await requireReachable(databaseUrl)
    return { ...(await bringUpToDate(databaseUrl, givenSecret)), embedded: null }
  }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const secret = givenSecret ?? (await loadOrCreateSecret(join(dataDir, 'secret')))
  const embedded = await startEmbedded({ dataDir, stopped })
  try {
    return { ...(await bringUpToDate(embedded.ownerUrl, secret)), embedded }
  } catch (error) {
    await embedded.stop()
    throw error
  }
}

/** The password of the app's login: every process that has the secret can come in. */
export const appPasswordOf = (secret: string): string => deriveKey(secret, 'database-login').toString('hex')

/** Applies the migrations, makes the app's login, and gives a new installation the zone of GUILDHALL_ZONE. */
export async function bringUpToDate(ownerUrl: string, secret: string): Promise<Omit<PreparedDatabase, 'embedded'>> {
  const { applied, appUrl } = await migrate({ ownerUrl, appPassword: appPasswordOf(secret), root: PROJECT_ROOT })
  const { zone } = env()
  if (zone) await withAppLogin(appUrl, (db) => initialiseZone(db, zone))
  return { applied, appUrl, ownerUrl, secret }
}

async function withAppLogin(appUrl: string, work: (db: Db) => Promise<void>): Promise<void> {
  const pool = createPool(appUrl, 1)
  try {
    await work(createDb(pool))
  } finally {
    await pool.end()
  }
}

/** @throws StartError where the database of DATABASE_URL doesn't let us in or is older than we need */
export async function requireReachable(databaseUrl: string): Promise<void> {
  const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ number: number; name: string }>(
      `select current_setting('server_version_num')::int as number, current_setting('server_version') as name`,
    )
    const [version] = rows
    if (version && version.number < OLDEST_VERSION) {
      throw new StartError(`The database is PostgreSQL ${version.name}, but Guildhall needs 15 or newer.`)
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    const { hostname, port } = new URL(databaseUrl)
    throw new StartError(
      `Can't reach the database at ${hostname}:${port || 5432} (${reasonOf(error)}). Check DATABASE_URL.`,
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A refused connection to a name of several addresses comes as an AggregateError without a message. */
function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string }
  return message || code || 'no response'
}
