import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { progress } from '@/lib/core/cli/output'
import { deleteProcessRecord, recordProcess } from '../support/process-records'
import { PROJECT_ROOT } from '../support/project'

const SOURCE_MAPS = pathToFileURL(join(PROJECT_ROOT, 'cli', 'support', 'source-maps.mjs')).href
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** Having run this long, a process that ends is restarted as if for the first time. */
const SETTLED_MS = 60_000

export interface Child {
  /** Ends it and starts it again at once. */
  restart(): void
  /** SIGTERM, and SIGKILL where it doesn't end within `graceMs`; answers when it is gone. */
  stop(graceMs: number): Promise<void>
}

/** The pause before the next start after `failures` ends in a row: half a second, doubled each time, at most 30 s. */
export const pauseAfter = (failures: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1))

/**
 * Runs one of our programs, as bundled at `locate()`, and starts it again whenever it ends. It is not of the terminal's group, so that
 * Ctrl-C reaches the supervisor alone, which stops all in order; the channel to it closes when we are killed. What runs is noted
 * in the data folder, where `guildhall stop` finds it.
 */
export function supervise(name: string, locate: () => string, childEnv: NodeJS.ProcessEnv, dataDir: string): Child {
  let child: ChildProcess | undefined
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let failures = 0

  const start = (): void => {
    const startedAt = Date.now()
    const current = spawn(process.execPath, ['--import', SOURCE_MAPS, locate()], {
      cwd: PROJECT_ROOT,
      env: childEnv,
      detached: true,
      // Stdout is the supervisor's alone; what the programs say goes to stderr.
      stdio: ['ignore', 2, 2, 'ipc'],
    })
    child = current
    const noted = note(dataDir, name, current.pid)
    current.once('error', (error) => progress(`The ${name} could not be started: ${error.message}`))
    current.once('close', (code, signal) => {
      child = undefined
      void noted.then((pid) => deleteProcessRecord(dataDir, pid)).catch(() => undefined)
      if (isStopped) return
      failures = Date.now() - startedAt > SETTLED_MS ? 1 : failures + 1
      const pause = current.killed ? 0 : pauseAfter(failures)
      if (!current.killed)
        progress(`The ${name} stopped (${signal ?? `code ${code}`}). Restarting in ${pause / 1000} s.`)
      timer = setTimeout(start, pause)
    })
  }

  start()
  return {
    restart: () => void child?.kill('SIGTERM'),
    async stop(graceMs) {
      isStopped = true
      clearTimeout(timer)
      const current = child
      if (!current) return
      const gone = new Promise<void>((resolve) => current.once('close', () => resolve()))
      current.kill('SIGTERM')
      const kill = setTimeout(() => current.kill('SIGKILL'), graceMs)
      await gone
      clearTimeout(kill)
    },
  }
}

/** A note that can't be written costs that `guildhall stop` does not find the process once we are killed, and no more. */
async function note(dataDir: string, name: string, pid = 0): Promise<number> {
  await recordProcess(dataDir, name, pid).catch((error: Error) =>
    progress(`Could not record the ${name} process: ${error.message}`),
  )
  return pid
}
