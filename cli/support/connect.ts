import { resolve } from 'node:path'
import { findAppLogin } from '@/lib/core/db/app-login'
import { createDb, createPool } from '@/lib/core/db/client'
import type { Db } from '@/lib/core/db/types'
import { env, extendEnv } from '@/lib/core/env'
import { StartError } from '@/lib/core/start-error'
import { appPasswordOf, requireReachable } from '../start/database'
import { DEMO_DATA, dataDir, PROJECT_ROOT } from './project'
import { describeDataDirOwner, findDataDirOwner } from './running'

const POOL_SIZE = 4

export interface Connection {
  db: Db
  /** Of the app's login. */
  url: string
  close(): Promise<void>
}

/**
 * Connects a command to the database: that of DATABASE_URL where it is set, else that of the `npm start` that runs here, whose
 * secret and address env() has from then on. On the app's login where there is one, as web and worker do.
 * @throws StartError where neither is there, or the database doesn't let us in
 */
export async function connect(): Promise<Connection> {
  const { databaseUrl } = env()
  // Wherever the command was called, what lies beside the data is that of this Guildhall.
  extendEnv({ GUILDHALL_DATA: dataDir() })
  const url = databaseUrl ? await reachGiven(databaseUrl) : await reachRunning()
  const pool = createPool(url, POOL_SIZE)
  return { db: createDb(pool), url, close: () => pool.end() }
}

async function reachGiven(databaseUrl: string): Promise<string> {
  await requireReachable(databaseUrl)
  const { secret } = env()
  const appUrl = secret && (await findAppLogin(databaseUrl, appPasswordOf(secret)))
  if (!appUrl) return databaseUrl
  extendEnv({ DATABASE_URL: appUrl })
  return appUrl
}

async function reachRunning(): Promise<string> {
  const holder = await findDataDirOwner(dataDir())
  if (!holder) throw new StartError(await describeNobody())
  if (!holder.reach) throw new StartError(describeDataDirOwner(holder))
  const { databaseUrl, secret, url } = holder.reach
  extendEnv({ DATABASE_URL: databaseUrl, GUILDHALL_SECRET: secret, GUILDHALL_URL: url })
  return databaseUrl
}

async function describeNobody(): Promise<string> {
  const demo = await findDataDirOwner(resolve(PROJECT_ROOT, DEMO_DATA))
  if (demo) return `Only the demo is running here. To use it, set GUILDHALL_DATA=${DEMO_DATA}.`
  return 'Guildhall is not running here. Start it with npm start, or set DATABASE_URL.'
}
