import { setTimeout as delay } from 'node:timers/promises'
import { progress } from '@/lib/core/cli/output'
import { createDb, createPool } from '@/lib/core/db/client'
import { env, extendEnv } from '@/lib/core/env'
import { issueSetupLink } from '@/lib/staff/commands/issue-setup-link'
import type { PreparedDatabase } from './database'

const POLL_MS = 100
const ANY_ADDRESS: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }

/**
 * Waits for the web and tells on stdout where it is and, while there is no operator, the link that makes the first one.
 * The link stands nowhere else: no log, no file.
 */
export async function printStartupMessage(database: PreparedDatabase, stopped: AbortSignal): Promise<void> {
  while (!(await answers(stopped))) {
    if (stopped.aborted) return
    await delay(POLL_MS)
  }
  // The demo signs its visitor in by itself.
  const link = env().isDemo ? null : await makeSetupLink(database)
  const lines = [`Guildhall is ready at ${env().url}`]
  if (link) lines.push(`Set up the first operator (works once, expires in 24 hours): ${link}`)
  process.stdout.write(`${lines.join('\n')}\n`)
  if (database.appUrl === database.ownerUrl) {
    progress("The login of DATABASE_URL can't create logins, so the app uses it too. Run guildhall doctor for details.")
  }
}

async function answers(stopped: AbortSignal): Promise<boolean> {
  const { host, port } = env()
  const address = ANY_ADDRESS[host] ?? (host.includes(':') ? `[${host}]` : host)
  const answer = await fetch(`http://${address}:${port}/api/health/live`, { signal: stopped }).catch(() => null)
  return answer?.ok ?? false
}

async function makeSetupLink({ appUrl, secret }: PreparedDatabase): Promise<string | null> {
  extendEnv({ GUILDHALL_SECRET: secret })
  const pool = createPool(appUrl, 1)
  try {
    return await issueSetupLink(createDb(pool))
  } finally {
    await pool.end()
  }
}
