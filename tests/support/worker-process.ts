import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { bundlePrograms } from '@/cli/support/programs.mjs'
import type { Db } from '@/lib/core/db/types'
import { freePorts } from './free-ports'
import { quickFolder } from './quick-folder'
import { waitFor } from './wait-for'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface WorkerProcess {
  pid: number
  /** Its id in the table of workers. */
  id: string
  port: number
  /** Ends it and answers how it ended, after how many milliseconds. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<{ code: number | null; signal: string | null; ms: number }>
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void
}

/** A real worker, as `npm start` would start it, on the database of a test and a data folder of its own where none is given. */
export async function startWorkerProcess(db: Db, connectionString: string, dataDir?: string): Promise<WorkerProcess> {
  const [port = 0] = await freePorts(1)
  const folder = dataDir ?? (await aDataFolder())
  const child = spawn(process.execPath, [join(await bundlePrograms(ROOT), 'worker.js')], {
    cwd: ROOT,
    env: {
      ...process.env,
      DATABASE_URL: connectionString,
      GUILDHALL_DATA: folder,
      GUILDHALL_WORKER_PORT: String(port),
      NODE_ENV: 'production',
    },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = endOf(child)
  // One that outlived a failed test would take the work of the next one.
  onTestFinished(() => void child.kill('SIGKILL'))
  const id = await waitFor('the worker to beat', async () => {
    if (child.exitCode !== null) throw new Error(`the worker ended with code ${child.exitCode}`)
    const row = await db
      .selectFrom('worker')
      .select('id')
      .where('pid', '=', child.pid ?? 0)
      .executeTakeFirst()
    return row?.id
  })
  return {
    pid: child.pid ?? 0,
    id,
    port,
    async end(signal) {
      const start = performance.now()
      child.kill(signal)
      return { ...(await ended), ms: performance.now() - start }
    },
    signal: (signal) => void child.kill(signal),
  }
}

/** What a worker keeps beside its database, such as the head of the audit log, is of that database. */
async function aDataFolder(): Promise<string> {
  const folder = await mkdtemp(join(await quickFolder(), 'guildhall-worker-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

const endOf = (child: ChildProcess): Promise<{ code: number | null; signal: string | null }> =>
  new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })))
