import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { progress } from '@/lib/core/cli/output'
import type { EmbeddedDatabase } from '@/lib/core/db/embedded/start'
import { env } from '@/lib/core/env'
import { bundlePrograms } from '../support/programs.mjs'
import { dataDir, PROJECT_ROOT } from '../support/project'
import { lockDataDir, recordAddress, unlockDataDir } from '../support/running'
import { ensureBuild } from './build'
import { type Child, supervise } from './child'
import { type PreparedDatabase, prepareDatabase } from './database'
import { requireFreePort } from './ports'
import { watchSources } from './reload'
import { printStartupMessage } from './startup-message'
import { stopRequest, whenAborted } from './stop-request'

/** All of it: half a second less than the ten that were promised. */
const STOP_MS = 9_500
/** Web and worker have this long together, which leaves at least two seconds for the database. */
const CHILDREN_GRACE_MS = 7_500
const DATABASE_CHECK_MS = 1_000

export interface StartOptions {
  /** Hot reload, without a build. */
  isDev?: boolean
  /** Done after the migrations, before web and worker start. */
  prepare?: (database: PreparedDatabase, stopped: AbortSignal) => Promise<void>
  /** Programs to run beside web and worker. */
  others?: readonly string[]
}

/**
 * Runs Guildhall: database, migrations, web and worker, until a signal ends it or, where a launcher runs it, the launcher
 * is gone.
 * @throws StartError, EnvError with one sentence that says what is in the way
 */
export async function runSupervisor(options: StartOptions = {}): Promise<void> {
  const home = dataDir()
  const { host, port, workerPort } = env()
  const stopped = stopRequest()
  await lockDataDir(home)
  try {
    await requireFreePort(host, port, 'PORT')
    await requireFreePort(host, workerPort, 'GUILDHALL_WORKER_PORT')
    await runOn(home, options, stopped)
  } finally {
    await unlockDataDir(home)
  }
}

async function runOn(home: string, options: StartOptions, stopped: AbortSignal): Promise<void> {
  const database = await prepareAll(home, options.isDev ?? false, stopped)
  if (!database) return
  const children: Child[] = []
  const watching = database.embedded && keepDatabaseUp(database.embedded, stopped)
  try {
    await Promise.race([prepare(options, database, stopped), whenAborted(stopped)])
    if (!stopped.aborted) {
      children.push(...(await startChildren(database, home, options)))
      const { appUrl: databaseUrl, ownerUrl, secret } = database
      await recordAddress(home, { url: env().url, databaseUrl, ownerUrl, secret })
      await printStartupMessage(database, stopped)
    }
    await whenAborted(stopped)
    progress('Stopping.')
  } finally {
    const startedAt = performance.now()
    await Promise.all(children.map((child) => child.stop(CHILDREN_GRACE_MS)))
    if (stopped.aborted) await watching
    await database.embedded?.stop(STOP_MS - (performance.now() - startedAt))
  }
}

/** Its statements may run for long; a stop doesn't wait for them, since the database's own stop ends them. */
function prepare({ prepare: work }: StartOptions, database: PreparedDatabase, stopped: AbortSignal): Promise<void> {
  const preparing = work?.(database, stopped) ?? Promise.resolve()
  // One that fails after a stop has nobody left to tell.
  preparing.catch(() => undefined)
  return preparing
}

/** Database and build at once, since the first start needs both. Null where a stop cut them short. */
async function prepareAll(home: string, isDev: boolean, stopped: AbortSignal): Promise<PreparedDatabase | null> {
  const [database, build] = await Promise.allSettled([
    prepareDatabase(home, stopped),
    isDev ? Promise.resolve() : ensureBuild(PROJECT_ROOT, stopped),
  ])
  if (database.status === 'fulfilled' && build.status === 'fulfilled') return database.value
  if (database.status === 'fulfilled') await database.value.embedded?.stop()
  if (stopped.aborted) return null
  throw database.status === 'rejected' ? database.reason : (build as PromiseRejectedResult).reason
}

async function startChildren(
  database: PreparedDatabase,
  home: string,
  { isDev = false, others = [] }: StartOptions,
): Promise<Child[]> {
  const childEnv: NodeJS.ProcessEnv = {
    ...process.env,
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: database.appUrl,
    GUILDHALL_SECRET: database.secret,
    GUILDHALL_DATA: home,
    GUILDHALL_URL: env().url,
  }
  let bundle = await bundlePrograms(PROJECT_ROOT)
  const start = (name: string): Child => supervise(name, () => join(bundle, `${name}.js`), childEnv, home)
  const web = start('web')
  const worker = start('worker')
  if (isDev) {
    const reload = async (child: Child): Promise<void> => {
      try {
        bundle = await bundlePrograms(PROJECT_ROOT)
        child.restart()
      } catch {
        // What is wrong with the source has been said; what runs goes on until it is mended.
      }
    }
    // Next reloads pages and routes by itself; what runs outside of it starts anew.
    watchSources(['server.ts'], () => void reload(web))
    watchSources(['lib', 'workers'], () => void reload(worker))
  }
  return [web, worker, ...others.map(start)]
}

/** Starts the embedded database again, on the same port, where it has ended without us. Resolves after the stop. */
async function keepDatabaseUp(database: EmbeddedDatabase, stopped: AbortSignal): Promise<void> {
  while (!stopped.aborted) {
    await delay(DATABASE_CHECK_MS, undefined, { signal: stopped }).catch(() => undefined)
    if (stopped.aborted || (await database.isRunning())) continue
    progress('The database stopped. Restarting it.')
    await database.restart().catch((error: Error) => progress(error.message))
  }
}
