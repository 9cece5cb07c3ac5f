import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { type Account, findAccount } from './account'
import { type Binaries, copyBinaries, findBinaries } from './binaries'

const OTHER_DIRECTORIES = '/var/lib/guildhall'
const OTHERS_MAY_ENTER = 0o001
const GROUP_MAY_ENTER = 0o010

/** Where the embedded database lives and as whom it runs. */
export interface Location {
  /** PostgreSQL's data directory. */
  cluster: string
  /** What PostgreSQL prints since its last start. */
  logFile: string
  binaries: Binaries
  account: Account | undefined
}

/**
 * Finds the place for the embedded database: `<dataDir>/postgres`. As root PostgreSQL runs as another user, who may not
 * be able to enter the folders above (/root is 0700); then the place is /var/lib/guildhall/<hash of the path>, and
 * `<dataDir>/location` names it.
 */
export async function findDataDirectory(dataDir: string, elsewhere = OTHER_DIRECTORIES): Promise<Location> {
  const account = await findAccount()
  const base = resolve(dataDir)
  await mkdir(base, { recursive: true, mode: 0o700 })
  // The secrets in it are 0600 each; PostgreSQL's user only has to pass through.
  if (account) await chmod(base, 0o711)
  const home = await chooseHome(base, elsewhere, account)
  const installed = await findBinaries()
  const reachable = !account || (await canEnter(account, await realpath(installed.root)))
  const binaries = reachable
    ? installed
    : await copyBinaries(installed, await makeFolder(home === base ? nestedDirectory(installed.root, elsewhere) : home))
  return { cluster: join(home, 'postgres'), logFile: join(home, 'postgres.log'), binaries, account }
}

/** Where the database of a data folder lies, if there is one; makes nothing. */
export async function findCluster(dataDir: string): Promise<string> {
  const base = resolve(dataDir)
  return join((await readNote(base)) || base, 'postgres')
}

/** The folder that `<dataDir>/location` names; empty where there is no such file. */
const readNote = async (base: string): Promise<string> =>
  (await readFile(join(base, 'location'), 'utf8').catch(() => '')).trim()

async function chooseHome(base: string, elsewhere: string, account: Account | undefined): Promise<string> {
  const noted = await readNote(base)
  if (noted) return makeFolder(noted)
  if (!account || (await canEnter(account, await realpath(base)))) return base
  const home = await makeFolder(nestedDirectory(base, elsewhere))
  await writeFile(join(base, 'location'), `${home}\n`, { mode: 0o600 })
  return home
}

const nestedDirectory = (base: string, elsewhere: string): string =>
  join(elsewhere, createHash('sha256').update(base).digest('hex').slice(0, 16))

async function makeFolder(path: string): Promise<string> {
  await mkdir(path, { recursive: true, mode: 0o711 })
  return path
}

/** Whether a user may pass through a folder and all above it. */
async function canEnter(account: Account, path: string): Promise<boolean> {
  const { mode, uid, gid } = await stat(path)
  const bit = uid === account.uid ? 0o100 : gid === account.gid ? GROUP_MAY_ENTER : OTHERS_MAY_ENTER
  if ((mode & bit) === 0) return false
  return path === dirname(path) || canEnter(account, dirname(path))
}
