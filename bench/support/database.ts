import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDb, createPool } from '@/lib/core/db/client'
import { startEmbedded } from '@/lib/core/db/embedded/start'
import { migrate } from '@/lib/core/db/migrate'
import type { Db } from '@/lib/core/db/types'

export interface BenchDatabase {
  /** On the app's login. */
  db: Db
  appUrl: string
  /** On the owner's login, for tables that a comparison makes. */
  ownerDb: Db
  ownerUrl: string
}

/**
 * Runs work on an embedded PostgreSQL of its own, set up as `npm start` sets it up (durable, tuned to the machine) and
 * migrated; its data is removed afterwards, also when the work fails.
 */
export async function withBenchDatabase<T>(work: (database: BenchDatabase) => Promise<T>): Promise<T> {
  const dataDir = await mkdtemp(join(tmpdir(), 'guildhall-bench-'))
  const embedded = await startEmbedded({ dataDir })
  try {
    const { appUrl } = await migrate({ ownerUrl: embedded.ownerUrl, appPassword: 'bench' })
    const pools = [createPool(appUrl), createPool(embedded.ownerUrl)] as const
    try {
      return await work({ db: createDb(pools[0]), appUrl, ownerDb: createDb(pools[1]), ownerUrl: embedded.ownerUrl })
    } finally {
      await Promise.all(pools.map((pool) => pool.end()))
    }
  } finally {
    await embedded.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}
