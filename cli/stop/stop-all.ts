import { stat } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { findCluster } from '@/lib/core/db/embedded/location'
import { findPostmaster, stopPostmaster } from '@/lib/core/db/embedded/postmaster'
import { signalProcess, startOf } from '@/lib/core/processes'
import { StartError } from '@/lib/core/start-error'
import { listProcesses, type ProcessRecord } from '../support/process-records'
import { type DataDirOwner, findDataDirOwner, lockDataDir, unlockDataDir } from '../support/running'

/** The supervisor promises to end all of it within ten seconds. */
const SUPERVISOR_GRACE_MS = 15_000
/** Web and worker give up by themselves after seven. */
const CHILD_GRACE_MS = 9_000
/** After it the kernel itself is stuck, as with a disk that is gone. */
const KILL_MS = 10_000
/** A fast shutdown writes out what is in memory; then one at once, which the next start recovers from. It is never killed. */
const DATABASE_FAST_MS = 60_000
const DATABASE_GIVE_UP_MS = 180_000
const POLL_MS = 50

export interface StoppedProcess {
  name: string
  pid: number
  /** It did not end when it was asked to. */
  isKilled: boolean
}

/**
 * Ends everything of Guildhall that runs on a data folder: the supervisor, which ends the rest in order, and then what is left of it or
 * was left by one that was killed. Processes are known by number and start time, the database by the folder that it was
 * started on. Answers what ran. @throws StartError where something does not end
 */
export async function stopAll(dataDir: string): Promise<StoppedProcess[]> {
  if (!(await exists(dataDir))) return []
  const holder = await findHolderButStops(dataDir)
  const before = { children: await listProcesses(dataDir), database: await findDatabase(dataDir) }
  const stopped: StoppedProcess[] = []
  if (holder) stopped.push(await endProcess({ ...holder, name: 'supervisor' }, SUPERVISOR_GRACE_MS))
  const left = { children: await listProcesses(dataDir), database: await findDatabase(dataDir) }
  const isAnyLeft = left.children.length > 0 || left.database !== undefined
  const ended = isAnyLeft ? await endHeld(dataDir) : []
  // What the supervisor ended ran as well.
  const children = [...before.children, ...left.children].map(({ name, pid }) => ({ name, pid, isKilled: false }))
  const database = before.database ?? left.database
  if (database) children.push({ name: 'database', pid: database.pid, isKilled: false })
  for (const one of [...ended, ...children]) {
    if (!stopped.some(({ pid }) => pid === one.pid)) stopped.push(one)
  }
  return stopped
}

/** Whoever holds the folder; another stop is waited for, which does the same. */
async function findHolderButStops(dataDir: string): Promise<DataDirOwner | null> {
  const isStopped = async (): Promise<boolean> => !(await findDataDirOwner(dataDir))?.isStopping
  await until(isStopped, DATABASE_GIVE_UP_MS)
  return findDataDirOwner(dataDir)
}

/** @throws StartError where Guildhall is started meanwhile */
async function holdAfterOtherStops(dataDir: string): Promise<void> {
  for (;;) {
    try {
      return await lockDataDir(dataDir, { isStopping: true })
    } catch (error) {
      const holder = await findHolderButStops(dataDir)
      if (holder) throw error
    }
  }
}

/** As the one process that starts and stops here, so that no start comes in between. */
async function endHeld(dataDir: string): Promise<StoppedProcess[]> {
  await holdAfterOtherStops(dataDir)
  try {
    const children = await listProcesses(dataDir)
    const ended = await Promise.all(children.map((child) => endProcess(child, CHILD_GRACE_MS)))
    const database = await findDatabase(dataDir)
    if (database) ended.push(await endDatabase(database))
    await listProcesses(dataDir)
    return ended
  } finally {
    await unlockDataDir(dataDir)
  }
}

async function endProcess({ name, pid, since }: ProcessRecord, graceMs: number): Promise<StoppedProcess> {
  const isGone = async (): Promise<boolean> => (await startOf(pid)) !== since
  const signalled = async (signal: NodeJS.Signals, withinMs: number): Promise<boolean> => {
    if (await isGone()) return true
    signalProcess(pid, signal)
    return until(isGone, withinMs)
  }
  if (await signalled('SIGTERM', graceMs)) return { name, pid, isKilled: false }
  if (await signalled('SIGKILL', KILL_MS)) return { name, pid, isKilled: true }
  throw new StartError(`The ${name} (process ${pid}) is still running after it was killed.`)
}

interface Database {
  pid: number
  cluster: string
}

async function findDatabase(dataDir: string): Promise<Database | undefined> {
  const cluster = await findCluster(dataDir)
  const postmaster = await findPostmaster(cluster)
  return postmaster && { pid: postmaster.pid, cluster }
}

async function endDatabase({ pid, cluster }: Database): Promise<StoppedProcess> {
  const isGone = await stopPostmaster({ pid }, cluster, DATABASE_FAST_MS, DATABASE_GIVE_UP_MS)
  if (isGone) return { name: 'database', pid, isKilled: false }
  throw new StartError(
    `PostgreSQL (process ${pid}) didn't stop within ${DATABASE_GIVE_UP_MS / 60_000} minutes. Check its log and run guildhall stop again.`,
  )
}

async function until(isMet: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs
  while (!(await isMet())) {
    if (performance.now() > end) return false
    await delay(POLL_MS)
  }
  return true
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )
