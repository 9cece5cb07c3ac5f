import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { commandLine, signalProcess } from '../../processes'

const POLL_MS = 50
const PID_LINE = 0
const PORT_LINE = 3

/** A running PostgreSQL. */
export interface Postmaster {
  pid: number
  port: number
}

/**
 * The PostgreSQL that runs on a data directory, whoever started it. A pid file that a power cut left behind is removed,
 * also where its number belongs to another process by now, which PostgreSQL itself would take for a running server.
 */
export async function findPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const file = join(cluster, 'postmaster.pid')
  const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n')
  if (lines.length <= PID_LINE + 1) return undefined
  const pid = Number(lines[PID_LINE])
  if (await isServing(pid, cluster)) return { pid, port: Number(lines[PORT_LINE]) }
  await rm(file, { force: true })
  return undefined
}

/** Whether the process is alive and was started as PostgreSQL on this data directory. */
export async function isServing(pid: number, cluster: string): Promise<boolean> {
  return (await commandLine(pid)).includes(cluster)
}

/**
 * Ends a PostgreSQL by a fast shutdown: open transactions are rolled back, everything is written. Where that would take
 * longer than `withinMs` it ends at once, and what was committed comes back from its log at the next start.
 */
export async function stopPostmaster(
  { pid }: Pick<Postmaster, 'pid'>,
  cluster: string,
  withinMs = Number.POSITIVE_INFINITY,
): Promise<void> {
  const end = performance.now() + withinMs
  let isHurried = false
  if (await isServing(pid, cluster)) signalProcess(pid, 'SIGINT')
  while (await isServing(pid, cluster)) {
    if (!isHurried && performance.now() > end) {
      isHurried = true
      signalProcess(pid, 'SIGQUIT')
    }
    await delay(POLL_MS)
  }
}
