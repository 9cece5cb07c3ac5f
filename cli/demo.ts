import { type Command, InvalidArgumentError } from 'commander'
import { progress } from '@/lib/core/cli/output'
import { createDb, createPool } from '@/lib/core/db/client'
import { env, extendEnv } from '@/lib/core/env'
import { StartError } from '@/lib/core/start-error'
import { platformHost } from '@/lib/demo/platform'
import { prepareDemo } from '@/lib/demo/prepare'
import type { PreparedDatabase } from './start/database'
import { runSupervisor } from './start/supervisor'
import { DEMO_DATA } from './support/project'

const LOOPBACK = '127.0.0.1'
const POOL_SIZE = 4

/** `guildhall demo`: a start of its own kind, with a made-up community on a data folder of its own. */
export function register(program: Command): void {
  program
    .command('demo')
    .description('start with a sample community on this machine only and sign visitors in automatically')
    .option('--seed <number>', 'number that determines the sample community (default: 1)', wholeNumber)
    .action(runDemo)
}

async function runDemo({ seed }: { seed?: number }): Promise<void> {
  const { databaseUrl, host } = env()
  if (host !== LOOPBACK) {
    throw new StartError(`The demo signs in every visitor, so it listens only on ${LOOPBACK}. Unset HOST.`)
  }
  if (databaseUrl) throw new StartError('The demo uses its own database. Unset DATABASE_URL.')
  // The made-up platform listens on loopback, where webhooks go only when it is listed.
  const allowed = [...env().allowHosts, platformHost()].join()
  extendEnv({
    GUILDHALL_DEMO: 'true',
    GUILDHALL_DATA: process.env.GUILDHALL_DATA || DEMO_DATA,
    GUILDHALL_ALLOW_HOSTS: allowed,
  })
  await runSupervisor({
    prepare: (database, stopped) => prepare(database, seed, stopped),
    others: ['simulator'],
  })
}

/**
 * On the owner's login: what is filled in one go has to be analyzed, and nobody else may do that. Without waiting for the disk at
 * each commit: a power cut costs the last parts, which the next start makes again.
 */
async function prepare({ ownerUrl }: PreparedDatabase, seed: number | undefined, signal: AbortSignal): Promise<void> {
  const url = new URL(ownerUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  const pool = createPool(url.href, POOL_SIZE)
  try {
    await prepareDemo(createDb(pool), { seed, now: new Date(), signal, say: progress })
  } finally {
    await pool.end()
  }
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new InvalidArgumentError('It must be a whole number.')
  return number
}
