import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { freePorts } from './free-ports'
import { quickFolder } from './quick-folder'

const LAUNCHER = resolve('cli/guildhall.mjs')
const READY = /^Guildhall is ready at (\S+)$/m
/** A first start may build the application. */
const START_MS = 300_000
const SETUP_LINK = /^Set up the first operator.*: (\S+)$/m

/** A Guildhall of one's own, started by the command that people use. */
export interface Guildhall {
  url: string
  port: number
  workerPort: number
  dataDir: string
  /** Of the supervisor. */
  pid: number
  /** The link that makes the first operator; null while there is one. */
  setupLink: string | null
  stderr: () => string
  /** Sends a signal and answers the exit code when the supervisor is gone. */
  stop: (signal?: NodeJS.Signals) => Promise<number | null>
  /** What closing its terminal does: nobody reads what it says any more, and SIGHUP. Answers as `stop`. */
  hangUp: () => Promise<number | null>
  /** `stop`, and everything that it kept is removed. */
  remove: () => Promise<void>
}

export interface GuildhallOptions {
  /** Kept between starts; a temporary one where none is given. */
  dataDir?: string
  env?: Record<string, string>
  command?: string[]
}

/** Starts it on free ports and answers when it has said that it is ready. @throws Error with what it said instead */
export async function startGuildhall(options: GuildhallOptions = {}): Promise<Guildhall> {
  const dataDir = options.dataDir ?? (await makeDataDir())
  const [port = 0, workerPort = 0] = await freePorts(2)
  const env = { PORT: String(port), GUILDHALL_WORKER_PORT: String(workerPort), GUILDHALL_DATA: dataDir, ...options.env }
  const child = launch(options.command ?? ['start'], env)
  const output = collect(child)
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    child.kill(signal)
    return output.exited
  }
  const hangUp = async (): Promise<number | null> => {
    child.stdout?.destroy()
    child.stderr?.destroy()
    return stop('SIGHUP')
  }
  const remove = async (): Promise<void> => {
    await stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  const url = await output.match(READY, START_MS)
  if (!url) {
    await remove()
    throw new Error(`Guildhall did not start: ${output.stderr()}`)
  }
  // Both lines are written at once.
  const setupLink = SETUP_LINK.exec(output.stdout())?.[1] ?? null
  return { url, port, workerPort, dataDir, pid: child.pid ?? 0, setupLink, stderr: output.stderr, stop, hangUp, remove }
}

/** Runs a command to its end, with `input` on its stdin. */
export async function runGuildhall(
  command: string[],
  env: Record<string, string>,
  input = '',
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = launch(command, env)
  child.stdin?.end(input)
  const output = collect(child)
  const code = await output.exited
  return { code, stdout: output.stdout(), stderr: output.stderr() }
}

export const makeDataDir = async (): Promise<string> => mkdtemp(join(await quickFolder(), 'guildhall-data-'))

/** What a test's own process has, and the Guildhall under test must not inherit. */
const NOT_INHERITED = ['DATABASE_URL', 'GUILDHALL_SECRET', 'GUILDHALL_URL', 'GUILDHALL_LOG_LEVEL', 'NODE_ENV']

function launch(command: string[], env: Record<string, string>): ChildProcess {
  const inherited = Object.entries(process.env).filter(([name]) => !NOT_INHERITED.includes(name))
  return spawn(process.execPath, [LAUNCHER, ...command], {
    env: { ...Object.fromEntries(inherited), ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
}

function collect(child: ChildProcess) {
  const text = { stdout: '', stderr: '' }
  const waiting = new Set<() => void>()
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.on('data', (chunk: Buffer) => {
      text[name] += chunk.toString('utf8')
      for (const look of waiting) look()
    })
  }
  const exited = new Promise<number | null>((resolve) => {
    child.once('exit', (code) => {
      resolve(code)
      for (const look of waiting) look()
    })
  })
  const match = (pattern: RegExp, withinMs: number): Promise<string | null> =>
    new Promise((resolve) => {
      const end = (found: string | null): void => {
        waiting.delete(look)
        clearTimeout(timer)
        resolve(found)
      }
      const look = (): void => {
        const found = pattern.exec(text.stdout)?.[1]
        if (found || child.exitCode !== null) end(found ?? null)
      }
      const timer = setTimeout(() => end(null), withinMs)
      waiting.add(look)
      look()
    })
  return { exited, match, stdout: () => text.stdout, stderr: () => text.stderr }
}
