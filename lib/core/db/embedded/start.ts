import { randomBytes } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { clusterUrl, initCluster, SUPERUSER, startCluster } from './cluster'
import { findDataDirectory } from './location'
import { isServing, stopPostmaster } from './postmaster'
import { recommendedSettings, type ServerSettings } from './tuning'

const OWNER = 'guildhall'
const DATABASE = 'guildhall'
const PASSWORD_BYTES = 32

export interface EmbeddedDatabase {
  port: number
  /** The login that owns the database and runs migrations; neither a superuser nor what the app uses. */
  ownerUrl: string
  /** For the tests' own databases. */
  superuserUrl: string
  isRunning(): Promise<boolean>
  /** Starts it again on the same port after it ended without us. */
  restart(): Promise<void>
  /** As stopPostmaster(): answers when the process is gone. */
  stop(withinMs?: number): Promise<void>
}

export interface EmbeddedOptions {
  /** GUILDHALL_DATA: the database goes below it, or to /var/lib/guildhall where PostgreSQL's user can't enter. */
  dataDir: string
  /** Added to what suits the machine. */
  settings?: ServerSettings
  /** Once aborted, a server that is still starting is ended instead. */
  stopped?: AbortSignal | undefined
}

/**
 * Starts the embedded PostgreSQL, made on the first run, with the login and the database of Guildhall in it.
 * @throws StartError with one sentence that says what is in the way
 */
export async function startEmbedded({ dataDir, settings = {}, stopped }: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const location = await findDataDirectory(dataDir)
  const password = await loadOrCreateSecret(join(dataDir, 'postgres.password'))
  await initCluster(location, password)
  const serverSettings = { ...recommendedSettings(), ...settings }
  let postmaster = await startCluster(location, password, serverSettings, stopped)
  const superuserUrl = clusterUrl(postmaster.port, SUPERUSER, password, 'postgres')
  await createDatabase(superuserUrl, password)
  return {
    port: postmaster.port,
    ownerUrl: clusterUrl(postmaster.port, OWNER, password, DATABASE),
    superuserUrl,
    isRunning: () => isServing(postmaster.pid, location.cluster),
    async restart() {
      postmaster = await startCluster(location, password, { ...serverSettings, port: postmaster.port }, stopped)
    },
    async stop(withinMs) {
      await stopPostmaster(postmaster, location.cluster, withinMs)
    },
  }
}

/** 32 random bytes in hex, made on the first run and kept in a file that only its owner reads. */
export async function loadOrCreateSecret(file: string): Promise<string> {
  const kept = (await readFile(file, 'utf8').catch(() => '')).trim()
  if (kept) return kept
  const secret = randomBytes(PASSWORD_BYTES).toString('hex')
  // Whole or not at all, since a power cut may come between the making of a file and the writing of it.
  await rm(`${file}.new`, { force: true })
  await writeFile(`${file}.new`, `${secret}\n`, { mode: 0o600, flag: 'wx', flush: true })
  await rename(`${file}.new`, file)
  return secret
}

/** Makes the login that owns the schema, and its database, where they are not there yet. */
export async function createDatabase(superuserUrl: string, password: string): Promise<void> {
  const client = new Client({ connectionString: superuserUrl })
  await client.connect()
  try {
    const { rowCount: hasOwner } = await client.query('select from pg_roles where rolname = $1', [OWNER])
    if (!hasOwner) {
      await client.query(`create role ${OWNER} login createrole password ${client.escapeLiteral(password)}`)
    }
    const { rowCount: hasDatabase } = await client.query('select from pg_database where datname = $1', [DATABASE])
    if (!hasDatabase) await client.query(`create database ${DATABASE} owner ${OWNER}`)
  } finally {
    await client.end()
  }
}
