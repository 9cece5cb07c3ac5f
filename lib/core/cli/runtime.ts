import type { Db } from '../db/types'
import type { Log } from '../log'

/** What commands need of the process that runs them; cli/main.ts hands it in. */
interface CliRuntime {
  /** @throws StartError where there is no database to be had */
  connect: () => Promise<{ db: Db; close: () => Promise<void> }>
  /** Carries out the jobs that are due, in this process, until none is left. */
  runPendingJobs: (db: Db, log: Log, signal: AbortSignal) => Promise<void>
}

let given: CliRuntime | undefined

export function provideRuntime(runtime: CliRuntime): void {
  given = runtime
}

function runtime(): CliRuntime {
  if (!given) throw new Error('no database connection is configured for commands')
  return given
}

/** Runs a command's work on the database and closes the connection whatever comes of it. @throws StartError as connect() */
export async function withDb(work: (db: Db) => Promise<void>): Promise<void> {
  const connection = await runtime().connect()
  try {
    await work(connection.db)
  } finally {
    await connection.close()
  }
}

/** For commands that wait for a job where no worker is alive. */
export const runPendingJobs: CliRuntime['runPendingJobs'] = (db, log, signal) =>
  runtime().runPendingJobs(db, log, signal)
