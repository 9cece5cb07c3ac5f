import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDb, createPool } from '@/lib/core/db/client'
import { startEmbedded } from '@/lib/core/db/embedded/start'
import { migrate } from '@/lib/core/db/migrate'
import type { Db } from '@/lib/core/db/types'
import { onEnd } from './endings'

export interface BenchDatabase {
  /** On the app's login. */
  db: Db
  appUrl: string
  /** On the owner's login, for tables that a comparison makes. */
  ownerDb: Db
  ownerUrl: string
  /** Writes to the disk what was loaded, so that PostgreSQL does not do it while something else is measured. */
  settle: () => Promise<void>
}

/** Runs work on a database of its own; its data is removed afterwards, also when the work fails. */
export async function withBenchDatabase<T>(work: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const { database, end } = await startBenchDatabase()
  try {
    return await work(database)
  } finally {
    await end()
  }
}

/**
 * An embedded PostgreSQL of its own, set up as `npm start` sets it up (durable, tuned to the machine) and migrated; `end`
 * stops it and removes its data.
 */
export async function startBenchDatabase(): Promise<{ database: BenchDatabase; end: () => Promise<void> }> {
  const dataDir = await makeFolder('database')
  const embedded = await startEmbedded({ dataDir: dataDir.path })
  const stop = onEnd(() => embedded.stop())
  const { appUrl } = await migrate({ ownerUrl: embedded.ownerUrl, appPassword: 'bench' })
  const pools = [createPool(appUrl), createPool(embedded.ownerUrl)] as const
  const settle = async (): Promise<void> => {
    const superuser = createPool(embedded.superuserUrl, 1)
    await superuser.query('checkpoint')
    await superuser.end()
  }
  const database = { db: createDb(pools[0]), appUrl, ownerDb: createDb(pools[1]), ownerUrl: embedded.ownerUrl, settle }
  const end = async (): Promise<void> => {
    await Promise.all(pools.map((pool) => pool.end()))
    await stop()
    await dataDir.remove()
  }
  return { database, end }
}

/** A temporary folder that is gone when the benches end, however they end. */
export async function makeFolder(name: string): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), `guildhall-bench-${name}-`))
  return { path, remove: onEnd(() => rm(path, { recursive: true, force: true })) }
}
