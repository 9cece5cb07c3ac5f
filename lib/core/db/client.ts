import { Kysely, PostgresDialect } from 'kysely'
import { Pool, types } from 'pg'
import { env } from '../env'
import { log } from '../log'
import type { DB } from './schema.generated'
import type { Db } from './types'

const INT8_OID = 20
const DATE_OID = 1082
const POOL_SIZE = 10

// Ids and counts stay far below 2^53, and a number is what JSON and arithmetic want. Dates are days of a zone, not instants.
types.setTypeParser(INT8_OID, Number)
types.setTypeParser(DATE_OID, (value) => value)

/** A pool whose idle connections may break (a restarted database) without taking the process down. */
export function createPool(connectionString: string, max = POOL_SIZE): Pool {
  const pool = new Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    application_name: 'guildhall',
  })
  // The pool listens to a connection only while it is idle; one that breaks while it is lent out would end the process.
  pool.on('connect', (client) => {
    client.on('error', (error) => log.warn({ error: error.message }, 'lost a database connection'))
  })
  pool.on('error', (error) => log.warn({ error: error.message }, 'lost an idle database connection'))
  return pool
}

// Next loads this module once for server.ts and again for the routes, so the pool hangs on globalThis.
const shared = globalThis as typeof globalThis & {
  guildhallPool?: Pool
  guildhallDb?: Db
  guildhallPools?: WeakMap<Db, Pool>
}

export function createDb(pool: Pool): Db {
  const db: Db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) })
  shared.guildhallPools ??= new WeakMap()
  shared.guildhallPools.set(db, pool)
  return db
}

/** Another handle on the same database and pool, for what is kept by handle. */
export function cloneHandle(db: Db): Db {
  const handle = db.withoutPlugins()
  const pool = shared.guildhallPools?.get(db)
  if (pool) shared.guildhallPools?.set(handle, pool)
  return handle
}

/**
 * Has the database end the transactions of a pool whose process says nothing for so long: one that is frozen in the middle
 * of them would keep its locks until it thaws.
 */
export function endIdleTransactions(pool: Pool, afterMs: number): void {
  pool.on('connect', (client) => {
    client
      .query(`set idle_in_transaction_session_timeout = ${afterMs}`)
      .catch((error: Error) => log.warn({ error: error.message }, 'could not set up a database connection'))
  })
}

/** The pool under a database made by `createDb`, for what needs the driver itself, such as COPY. */
export function poolOf(db: Db): Pool {
  const pool = shared.guildhallPools?.get(db)
  if (!pool) throw new Error('a transaction has no pool, only the database has one')
  return pool
}

/** The pool of this process on the app's login. */
export function getPool(): Pool {
  const { databaseUrl } = env()
  if (!databaseUrl)
    throw new Error('DATABASE_URL is not set. Start Guildhall with the guildhall command, which sets it.')
  shared.guildhallPool ??= createPool(databaseUrl)
  return shared.guildhallPool
}

/** The database of this process on the app's login. */
export function getDb(): Db {
  shared.guildhallDb ??= createDb(getPool())
  return shared.guildhallDb
}

/** Ends the pool of this process; the next getDb() would open a new one. */
export async function closeDb(): Promise<void> {
  const pool = shared.guildhallPool
  delete shared.guildhallPool
  delete shared.guildhallDb
  await pool?.end()
}
