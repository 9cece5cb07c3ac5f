import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { ensureBuild } from '@/cli/start/build'
import { bundlePrograms } from '@/cli/support/programs.mjs'
import { extendEnv } from '@/lib/core/env'
import { cliActor } from '@/lib/staff/actor'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { freePorts } from '@/tests/support/free-ports'
import { aPerson, cookieOf } from '@/tests/support/staff'
import type { BenchDatabase } from './database'
import { startProgram } from './process'

export interface BenchWeb {
  url: string
  /** Headers of an operator's API key. */
  keyHeaders: Record<string, string>
  /** Headers of an operator who is signed in. */
  sessionHeaders: Record<string, string>
  stop: () => Promise<void>
}

/** The web of `npm start`, in production mode in a process of its own, on a bench's database. */
export async function startWeb({ db, appUrl }: BenchDatabase): Promise<BenchWeb> {
  await ensureBuild(process.cwd())
  const [port = 0] = await freePorts(1)
  const url = `http://127.0.0.1:${port}`
  const env = {
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: String(port),
    GUILDHALL_URL: url,
    GUILDHALL_SECRET: randomBytes(32).toString('hex'),
    GUILDHALL_LOG_LEVEL: 'warn',
    DATABASE_URL: appUrl,
  }
  const stop = await startProgram({
    command: process.execPath,
    args: [join(await bundlePrograms(process.cwd()), 'web.js')],
    env,
    readyUrl: `${url}/api/health/live`,
  })
  // The session's seal is made here, with the secret of that process.
  extendEnv({ GUILDHALL_SECRET: env.GUILDHALL_SECRET, GUILDHALL_URL: url })
  const { key } = await addKey(db, cliActor, { name: 'bench', role: 'operator', scopes: [] })
  const cookie = await cookieOf(db, await aPerson(db))
  return { url, keyHeaders: { authorization: `Bearer ${key}` }, sessionHeaders: { cookie }, stop }
}
