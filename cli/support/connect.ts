import { createDb, createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { env, extendEnv } from '@/lib/core/env'
import { StartError } from '@/lib/core/start-error'
import { dataDir } from './project'
import { findRunning } from './running'

const POOL_SIZE = 4

export interface Connection {
  db: Db
  /** Of the app's login. */
  url: string
  close(): Promise<void>
}

/**
 * Connects a command to the database: DATABASE_URL where it is set, else that of the `npm start` that runs here, whose
 * secret and address env() has from then on.
 * @throws StartError where neither is there
 */
export async function connect(): Promise<Connection> {
  const running = env().databaseUrl ? null : await findRunning(dataDir())
  if (running) {
    extendEnv({ DATABASE_URL: running.databaseUrl, GUILDHALL_SECRET: running.secret, GUILDHALL_URL: running.url })
  }
  const url = env().databaseUrl
  if (!url) throw new StartError('Guildhall is not running here: start it with npm start first, or set DATABASE_URL.')
  const pool = createPool(url, POOL_SIZE)
  return { db: createDb(pool), url, close: () => pool.end() }
}
