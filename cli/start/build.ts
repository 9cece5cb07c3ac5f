import { spawn } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { progress } from '@/lib/core/cli/output'
import { isProcessRunning } from '@/lib/core/is-alive'
import { StartError } from '@/lib/core/start-error'

/** Everything that the built pages and routes are made from. */
const INPUTS = [
  'app',
  'components',
  'lib',
  'public',
  'next.config.ts',
  'package-lock.json',
  'postcss.config.mjs',
  'proxy.ts',
  'tsconfig.json',
]
const STAMP = join('.next', 'guildhall-sources')
/** In the one folder that a build leaves as it is. */
const LOCK = join('.next', 'cache', 'guildhall-building')
const WAIT_MS = 250
const KEPT_LINES = 40

/**
 * Builds the application where no build is there or its sources have changed since; one that another start is making is waited
 * for. A build that is stopped leaves none.
 * @throws StartError
 */
export async function ensureBuild(root: string, stopped?: AbortSignal): Promise<void> {
  const sources = await hashSources(root)
  if ((await readStamp(root)) === sources) return
  const release = await holdBuild(root, stopped)
  try {
    if (stopped?.aborted || (await readStamp(root)) === sources) return
    progress('Building the application. This takes about a minute after each change.')
    // Without the stamp a build that is cut short counts as none.
    await rm(join(root, STAMP), { force: true })
    await runBuild(root, stopped)
    if (!stopped?.aborted) await writeFile(join(root, STAMP), sources)
  } finally {
    await release()
  }
}

/** Keeps other starts from building into the same folder; that of a process which is gone is taken over. */
async function holdBuild(root: string, stopped?: AbortSignal): Promise<() => Promise<void>> {
  const lock = join(root, LOCK)
  const own = `${lock}.${randomUUID()}`
  await mkdir(dirname(lock), { recursive: true })
  await writeFile(own, String(process.pid))
  try {
    for (let isSaid = false; !stopped?.aborted; await setTimeout(WAIT_MS)) {
      // A link is there with its content or not at all.
      const isHeld = await link(own, lock).then(
        () => true,
        () => false,
      )
      if (isHeld) return () => rm(lock, { force: true })
      const holder = Number(await readFile(lock, 'utf8').catch(() => ''))
      if (!isProcessRunning(holder)) await rm(lock, { force: true })
      else if (!isSaid) progress('Another process is building the application. Waiting for it.')
      isSaid = true
    }
    return async () => undefined
  } finally {
    await rm(own, { force: true })
  }
}

/** Whether the build is there and was made from the sources as they are. */
export const isBuilt = async (root: string): Promise<boolean> => (await readStamp(root)) === (await hashSources(root))

/** A hash over names and contents: times of files say nothing after a checkout or a copy. */
export async function hashSources(root: string): Promise<string> {
  const hash = createHash('sha256')
  for (const file of await listFiles(root)) {
    const content = await readFile(join(root, file))
    hash.update(`${file}\0${content.length}\0`).update(content)
  }
  return hash.digest('hex')
}

async function listFiles(root: string): Promise<string[]> {
  const lists = INPUTS.filter((input) => existsSync(join(root, input))).map(async (input) => {
    const entries = await readdir(join(root, input), { recursive: true, withFileTypes: true }).catch(() => null)
    // One that is not a folder.
    if (!entries) return [input]
    return entries.filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)))
  })
  const files = (await Promise.all(lists)).flat()
  return files.filter((file) => !/\.(test|snap)\b/.test(file)).sort()
}

async function readStamp(root: string): Promise<string | null> {
  const hasBuild = await readFile(join(root, '.next', 'BUILD_ID'), 'utf8').catch(() => null)
  return hasBuild && readFile(join(root, STAMP), 'utf8').catch(() => null)
}

function runBuild(root: string, stopped?: AbortSignal): Promise<void> {
  const next = join(root, 'node_modules', 'next', 'dist', 'bin', 'next')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [next, 'build'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    stopped?.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
    child.once('error', reject)
    child.once('close', (code) => {
      if (code === 0 || stopped?.aborted) return resolve()
      progress(output.trimEnd().split('\n').slice(-KEPT_LINES).join('\n'))
      reject(new StartError('The application could not be built. See the output above.'))
    })
  })
}
