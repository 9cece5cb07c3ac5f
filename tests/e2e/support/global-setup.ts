import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startGuildhall } from '../../support/running-guildhall'

/** One Guildhall for all browser tests, started as people start it, on a temporary data folder. */
export default async function setUp(): Promise<() => Promise<void>> {
  const [port = '', workerPort = ''] = (process.env.E2E_PORTS ?? '').split(' ')
  const guildhall = await startGuildhall({ env: { PORT: port, GUILDHALL_WORKER_PORT: workerPort } })
  const running = JSON.parse(await readFile(join(guildhall.dataDir, 'runtime.json'), 'utf8')) as Record<string, string>
  // Playwright's workers inherit the environment.
  process.env.E2E_SETUP_LINK = guildhall.setupLink ?? ''
  process.env.E2E_DATA = guildhall.dataDir
  process.env.DATABASE_URL = running.databaseUrl
  process.env.GUILDHALL_SECRET = running.secret
  process.env.GUILDHALL_URL = running.url
  return guildhall.remove
}
