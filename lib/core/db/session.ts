import { Kysely, PostgresDialect } from 'kysely'
import type { PoolClient } from 'pg'
import { log } from '../log'
import { poolOf } from './client'
import type { DB } from './schema.generated'
import { copyCommitCheck } from './transaction'
import type { Db } from './types'

/** One connection to oneself, with what only a connection has: temporary tables, settings, COPY. */
export interface Session {
  client: PoolClient
  /** Queries and transactions on this very connection; one at a time. */
  db: Db
}

/**
 * Lends a connection of the pool to `work` and closes it afterwards, so that nothing of the session is left over. When the
 * signal aborts, the statement that runs is cancelled in the database and `work` sees its error.
 */
export async function withSession<T>(db: Db, signal: AbortSignal, work: (session: Session) => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  const pool = poolOf(db)
  const client = await pool.connect()
  const { processID } = client as PoolClient & { processID: number }
  // A connection that breaks says so here as well as to the query that it carried, which is where it is handled.
  client.on('error', (error: Error) => log.warn({ error: error.message }, 'a database session lost its connection'))
  const cancel = () => void pool.query('select pg_cancel_backend($1)', [processID]).catch(() => undefined)
  signal.addEventListener('abort', cancel, { once: true })
  const lent = { query: client.query.bind(client), release: () => undefined }
  const single = { connect: async () => lent, end: async () => undefined, options: {} }
  try {
    const own: Db = new Kysely<DB>({ dialect: new PostgresDialect({ pool: single }) })
    copyCommitCheck(db, own)
    return await work({ client, db: own })
  } finally {
    signal.removeEventListener('abort', cancel)
    client.release(true)
  }
}
