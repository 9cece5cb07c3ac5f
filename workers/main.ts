import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { ensureDefaultSources } from '@/lib/collection/commands/create-source'
import { systemProbe } from '@/lib/collection/kinds/system-probe'
import { closeDb, endIdleTransactions, getDb, getPool } from '@/lib/core/db/client'
import { isDatabaseUnavailable } from '@/lib/core/db/is-unavailable'
import { env } from '@/lib/core/env'
import { stopOnSignals } from '@/lib/core/lifecycle'
import { log } from '@/lib/core/log'
import { listenForChanges } from '@/lib/core/realtime/listen'
import { observeProcess } from '@/lib/core/telemetry/process-metrics'
import { startWorkerServer } from '@/lib/core/telemetry/worker-server'
import packageJson from '../package.json' with { type: 'json' }
import { startHeadRecorder } from './head-recorder'
import { startHeartbeat } from './heartbeat'
import { startJobRunner } from './job-runner'
import { createScheduler } from './scheduler'
import { enqueueMaintenance, listTasks, MAINTENANCE_SCHEDULE, OUTBOUND_TASKS } from './tasks'
import { startTicker } from './ticker'

/** The safety net under the announcements. */
const REFRESH_MS = 30_000
/** Three beats without a sign of the database. */
const UNHEALTHY_MS = 15_000
const RETRY_MS = 1_000
/** Shorter than a lease, and than the silence after which others take a worker's jobs. */
const SILENT_TRANSACTION_MS = 15_000
/** Calls to other people's systems that wait for their answer at once. */
const OUTBOUND_AT_ONCE = 6

/** The sidecar: holds the schedule, carries out runs and durable jobs. Any number may run. */
async function main(): Promise<void> {
  const { databaseUrl, workerPort } = env()
  if (!databaseUrl) throw new Error('DATABASE_URL is not set: use the guildhall command, which sets it')
  const closers: (() => Promise<unknown>)[] = []
  stopOnSignals(async () => {
    await Promise.all(closers.map((close) => close()))
    await closeDb()
  })
  const db = getDb()
  endIdleTransactions(getPool(), SILENT_TRANSACTION_MS)
  const worker = { id: randomUUID(), host: hostname(), pid: process.pid, version: packageJson.version }
  observeProcess(getPool())
  systemProbe()
  await untilReachable(async () => {
    await ensureDefaultSources(db)
    await enqueueMaintenance(db)
  })

  const scheduler = createScheduler({ db, workerId: worker.id, log })
  const tasks = listTasks({ scheduler, workerId: worker.id })
  const runners = await Promise.all([
    startJobRunner({ db, connectionString: databaseUrl, tasks, cron: MAINTENANCE_SCHEDULE, log }),
    startJobRunner({ db, connectionString: databaseUrl, tasks: OUTBOUND_TASKS, concurrency: OUTBOUND_AT_ONCE, log }),
  ])
  let lastBeat = performance.now()
  const heartbeat = await startHeartbeat({
    db,
    worker,
    log,
    jobRunnerIds: () => runners.flatMap((runner) => runner.ids()),
    onBeat: async () => {
      lastBeat = performance.now()
      await scheduler.renew()
    },
    onTakenForDead: async () => {
      await Promise.all(runners.map((runner) => runner.restart()))
    },
  })

  // The row goes last: while it is there, what it names can be released by others.
  closers.push(async () => {
    await Promise.all([scheduler.stop(), ...runners.map((runner) => runner.stop())])
    await heartbeat.stop()
  })

  const head = startHeadRecorder(db, log)
  closers.push(head.stop)
  const tick = guarded('a tick of the schedule failed', scheduler.tick)
  const refresh = guarded('could not read the sources', async () => {
    head.record()
    await scheduler.refresh()
    await scheduler.tick()
  })
  const listener = await listenForChanges(databaseUrl, {
    onChange: ({ topic }) => {
      if (topic === 'sources' || topic === 'settings') void refresh()
      if (topic === 'runs') scheduler.lookAgain()
      if (topic === 'audit') head.record()
    },
    onReconnect: () => void refresh(),
  })
  closers.push(listener.close)
  await refresh()
  const ticker = startTicker(tick)
  const refreshing = setInterval(() => void refresh(), REFRESH_MS)
  const server = await startWorkerServer({
    port: workerPort,
    isHealthy: () => performance.now() - lastBeat < UNHEALTHY_MS,
  })
  closers.push(server.close, async () => {
    ticker.stop()
    clearInterval(refreshing)
  })
  log.info({ worker: worker.id }, 'the worker is running')
}

/** Work that may fail while the database is away, and is done again soon anyway. */
function guarded(what: string, work: () => Promise<void>): () => Promise<void> {
  return async () => {
    try {
      await work()
    } catch (error) {
      if (isDatabaseUnavailable(error)) log.warn({ error: (error as Error).message }, what)
      else log.error({ err: error }, what)
    }
  }
}

async function untilReachable(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error
      log.warn({ error: (error as Error).message }, "can't reach the database yet")
      await delay(RETRY_MS)
    }
  }
}

await main()
