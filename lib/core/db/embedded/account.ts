import { execFile } from 'node:child_process'
import { userInfo } from 'node:os'
import { promisify } from 'node:util'
import { StartError } from '../../start-error'

const run = promisify(execFile)
const NAME = 'postgres'

/** The system's user that PostgreSQL runs as; it refuses to run as root. */
export interface Account {
  uid: number
  gid: number
}

/**
 * Whom PostgreSQL has to run as: nobody else (undefined) where we are not root, else the user `postgres`, which is made
 * where it is missing.
 */
export async function findAccount(): Promise<Account | undefined> {
  if (userInfo().uid !== 0) return undefined
  const account = (await lookUp()) ?? (await createAccount())
  if (account) return account
  throw new StartError(
    'PostgreSQL refuses to run as root, and Guildhall could not create the user postgres. Start Guildhall as another user, or set DATABASE_URL.',
  )
}

async function lookUp(): Promise<Account | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', NAME]), run('id', ['-g', NAME])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}

async function createAccount(): Promise<Account | undefined> {
  const options = ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', NAME]
  await run('useradd', options).catch(() => undefined)
  return lookUp()
}
