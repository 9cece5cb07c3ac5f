import { findDataDirOwner } from '@/cli/support/running'
import { startGuildhall } from '../../support/running-guildhall'

/** One Guildhall for all browser tests, started as people start it, on a temporary data folder. */
export default async function setUp(): Promise<() => Promise<void>> {
  const [port = '', workerPort = ''] = (process.env.E2E_PORTS ?? '').split(' ')
  const guildhall = await startGuildhall({
    // Receivers of webhooks in the tests.
    env: { PORT: port, GUILDHALL_WORKER_PORT: workerPort, GUILDHALL_ALLOW_HOSTS: '127.0.0.1' },
  })
  const reach = (await findDataDirOwner(guildhall.dataDir))?.reach
  if (!reach) throw new Error('Guildhall has started and does not say how to reach it')
  // Playwright's workers inherit the environment.
  process.env.E2E_SETUP_LINK = guildhall.setupLink ?? ''
  process.env.E2E_DATA = guildhall.dataDir
  process.env.DATABASE_URL = reach.databaseUrl
  process.env.GUILDHALL_SECRET = reach.secret
  process.env.GUILDHALL_URL = reach.url
  return guildhall.remove
}
