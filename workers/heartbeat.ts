import { LEASE_RENEW_MS } from '@/lib/collection/commands/claim-slot'
import {
  recordHeartbeat,
  registerWorker,
  releaseLostWorkers,
  unregisterWorker,
  type WorkerIdentity,
} from '@/lib/collection/commands/heartbeat'
import { closeAbandonedRuns } from '@/lib/collection/commands/renew-leases'
import { WORKER_LOST_AFTER_SECONDS } from '@/lib/collection/schema'
import type { Db } from '@/lib/core/db/types'
import type { Log } from '@/lib/core/log'

const SILENT_AFTER_MS = WORKER_LOST_AFTER_SECONDS * 1_000
/** Two beats further apart than this, by the database's clock, mean that the database was away or its clock was set. */
const INTERRUPTED_MS = LEASE_RENEW_MS * 3

export interface HeartbeatOptions {
  db: Db
  worker: WorkerIdentity
  log: Log
  /** The ids under which this process holds jobs now. */
  jobRunnerIds: () => string[]
  /** Done at each beat, for example renewing leases. */
  onBeat: () => Promise<void>
  /** Others took this worker for dead: what it held is theirs. */
  onTakenForDead: () => Promise<void>
  silentAfterMs?: number
}

export interface Heartbeat {
  /** One sign of life, with all that belongs to it; the timer calls it, and tests do. */
  beatOnce(): Promise<void>
  stop(): Promise<void>
}

/**
 * Beats every five seconds and looks after the others: it releases whoever has been silent for 30 s, but only after it has
 * itself beaten without interruption for that long. After an outage of the database all seem silent, and are not.
 */
export async function startHeartbeat(options: HeartbeatOptions): Promise<Heartbeat> {
  const { db, worker, log, silentAfterMs = SILENT_AFTER_MS } = options
  await registerWorker(db, worker, options.jobRunnerIds())
  let lastAt = 0
  let steadySince = 0
  let beating: Promise<void> | undefined

  const beatOnce = async (): Promise<void> => {
    const at = (await recordHeartbeat(db, worker.id, options.jobRunnerIds()))?.getTime()
    if (at === undefined) {
      log.warn('this worker was considered dead and restarts')
      await options.onTakenForDead()
      await registerWorker(db, worker, options.jobRunnerIds())
      return
    }
    await options.onBeat()
    if (at - lastAt > INTERRUPTED_MS || at < lastAt) steadySince = at
    lastAt = at
    if (at - steadySince < silentAfterMs) return
    const released = await releaseLostWorkers(db, worker.id, silentAfterMs)
    if (released > 0) log.warn({ released }, 'released the jobs of workers that stopped responding')
    await closeAbandonedRuns(db)
  }

  const guarded = (): Promise<void> => {
    beating ??= beatOnce()
      .catch((error: unknown) => log.warn({ err: error }, 'a heartbeat failed'))
      .finally(() => {
        beating = undefined
      })
    return beating
  }
  const timer = setInterval(() => void guarded(), LEASE_RENEW_MS)
  return {
    beatOnce: guarded,
    async stop() {
      clearInterval(timer)
      await beating
      await unregisterWorker(db, worker.id).catch(() => undefined)
    },
  }
}
