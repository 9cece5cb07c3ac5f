import { spawn } from 'node:child_process'
import { chown, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client } from 'pg'
import { StartError } from '../../start-error'
import { type Binaries, majorOf, programPath } from './binaries'
import type { Location } from './location'
import { findPostmaster, isServing, type Postmaster, stopPostmaster } from './postmaster'
import type { ServerSettings } from './tuning'

export const SUPERUSER = 'postgres'
const LOOPBACK = '127.0.0.1'
const POLL_MS = 25
const ATTEMPTS = 5
const NOT_YET = new Set(['ECONNREFUSED', 'ECONNRESET', '57P03'])
const WRONG_PASSWORD = '28P01'
/** Another took the port first, or the last server's children are not all gone yet. */
const TRY_AGAIN = /could not bind|shared memory block .* still in use|lock file .* already exists/

export const clusterUrl = (port: number, user: string, password: string, database: string): string =>
  `postgresql://${user}:${encodeURIComponent(password)}@${LOOPBACK}:${port}/${database}`

/**
 * Makes the data directory where there is none. It grows under another name, so that one cut short is never taken for
 * whole.
 * @throws StartError where it belongs to another major version.
 */
export async function initCluster(location: Location, password: string): Promise<void> {
  const { cluster, binaries, account } = location
  const version = (await readFile(join(cluster, 'PG_VERSION'), 'utf8').catch(() => '')).trim()
  if (version === majorOf(binaries)) return
  if (version) throw otherVersion(cluster, version, binaries)
  const unfinished = `${cluster}.new`
  const passwordFile = `${unfinished}.password`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (account) await Promise.all([unfinished, passwordFile].map((path) => chown(path, account.uid, account.gid)))
  try {
    await runInitdb(location, unfinished, passwordFile)
  } finally {
    await rm(passwordFile, { force: true })
  }
  await rename(unfinished, cluster)
}

/**
 * Starts PostgreSQL on a free loopback port (or the one in the settings) and answers when it takes connections; adopts the
 * one that still runs.
 */
export async function startCluster(
  location: Location,
  password: string,
  settings: ServerSettings,
  stopped?: AbortSignal,
): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    const running = await findPostmaster(location.cluster)
    const postmaster = running ?? (await spawnPostgres(location, settings))
    if (await becomesReady(postmaster, location, password, stopped)) return postmaster
    const reason = await lastFatalLine(location.logFile)
    if (attempt === ATTEMPTS || !TRY_AGAIN.test(reason)) {
      throw new StartError(
        `The embedded database did not start: ${reason || 'it exited without a message'} (${location.logFile}).`,
      )
    }
    await delay(POLL_MS * 10 * attempt)
  }
}

function otherVersion(cluster: string, version: string, binaries: Binaries): StartError {
  return new StartError(
    `The data directory ${cluster} was created by PostgreSQL ${version}, but this version of Guildhall has PostgreSQL ${majorOf(binaries)}. ` +
      `Move the data with pg_dump and pg_restore (docs/operations.md), or start the version of Guildhall that created it.`,
  )
}

function runInitdb({ binaries, account }: Location, directory: string, passwordFile: string): Promise<void> {
  const options = [
    `--pgdata=${directory}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The same order and letter case on every machine.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--no-instructions',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(programPath(binaries, 'initdb'), options, {
      ...account,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let errors = ''
    child.stderr.on('data', (chunk: Buffer) => {
      errors += chunk.toString('utf8')
    })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0) return resolve()
      reject(
        new StartError(
          `Guildhall could not create the embedded database: ${errors.trim().split('\n').at(-1) ?? `code ${code}`}`,
        ),
      )
    })
  })
}

async function spawnPostgres(location: Location, settings: ServerSettings): Promise<Postmaster> {
  const { binaries, account, cluster, logFile } = location
  const port = Number(settings.port ?? (await freePort()))
  const all = {
    listen_addresses: LOOPBACK,
    port,
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    ...settings,
  }
  const options = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = await open(logFile, 'w', 0o600)
  try {
    // A group of its own, so that Ctrl-C in the terminal doesn't end the database under the web and the worker.
    const child = spawn(programPath(binaries, 'postgres'), ['-D', cluster, ...options], {
      ...account,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    })
    const pid = await new Promise<number>((resolve, reject) => {
      child.once('error', reject)
      child.once('spawn', () => resolve(child.pid ?? 0))
    })
    child.unref()
    return { pid, port }
  } finally {
    await log.close()
  }
}

/**
 * Waits as long as the server lives, unless it is stopped: after a power cut it may replay its log for minutes. False when
 * it ended.
 * @throws StartError where our password isn't the server's; the server is ended before
 */
async function becomesReady(
  postmaster: Postmaster,
  { cluster }: Location,
  password: string,
  stopped?: AbortSignal,
): Promise<boolean> {
  for (;;) {
    try {
      stopped?.throwIfAborted()
      await connectOnce(clusterUrl(postmaster.port, SUPERUSER, password, 'postgres'))
      return true
    } catch (error) {
      const { code = '' } = error as { code?: string }
      if (!NOT_YET.has(code)) {
        await stopPostmaster(postmaster, cluster)
        throw code === WRONG_PASSWORD ? otherPassword(cluster) : error
      }
      if (!(await isServing(postmaster.pid, cluster))) return false
    }
    await delay(POLL_MS)
  }
}

async function connectOnce(connectionString: string): Promise<void> {
  const client = new Client({ connectionString })
  try {
    await client.connect()
  } finally {
    await client.end().catch(() => undefined)
  }
}

const otherPassword = (cluster: string): StartError =>
  new StartError(
    `The password in postgres.password in the data directory doesn't match the database in ${cluster}. Restore both from the same backup.`,
  )

async function lastFatalLine(logFile: string): Promise<string> {
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).split('\n')
  const line = lines.findLast((text) => /FATAL|PANIC/.test(text)) ?? lines.findLast((text) => text.trim()) ?? ''
  return line.replace(/^.*(FATAL|PANIC):\s*/, '')
}

/** A port that is free on loopback now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, LOOPBACK, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
