import { readFile, realpath, rm } from 'node:fs/promises'
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

/** As cluster.ts starts it. */
const STARTED_ON = /(?:^|\/)postgres -D (.+?) -c /

/**
 * Whether the process is alive and was started as PostgreSQL on this data directory, whatever links the path was spelled with.
 * Another program that has the number by now may well have the path among its arguments.
 */
export async function isServing(pid: number, cluster: string): Promise<boolean> {
  const directory = STARTED_ON.exec(await commandLine(pid))?.[1]
  if (directory === undefined || directory === cluster) return directory !== undefined
  const [one, other] = await Promise.all([directory, cluster].map((path) => realpath(path).catch(() => null)))
  return one !== null && one === other
}

/**
 * Ends a PostgreSQL by a fast shutdown: open transactions are rolled back, everything is written. Where that would take
 * longer than `withinMs` it ends at once, and what was committed comes back from its log at the next start. Answers whether it
 * is gone; false where it still isn't after `giveUpMs`.
 */
export async function stopPostmaster(
  { pid }: Pick<Postmaster, 'pid'>,
  cluster: string,
  withinMs = Number.POSITIVE_INFINITY,
  giveUpMs = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const start = performance.now()
  let isHurried = false
  if (await isServing(pid, cluster)) signalProcess(pid, 'SIGINT')
  while (await isServing(pid, cluster)) {
    const waited = performance.now() - start
    if (waited > giveUpMs) return false
    if (!isHurried && waited > withinMs) {
      isHurried = true
      signalProcess(pid, 'SIGQUIT')
    }
    await delay(POLL_MS)
  }
  return true
}
