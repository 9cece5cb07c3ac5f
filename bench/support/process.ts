import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { onEnd } from './endings'

const START_MS = 120_000
const POLL_MS = 50
const GRACE_MS = 10_000
const KEPT_BYTES = 4_000

export interface Program {
  command: string
  args: readonly string[]
  env?: Record<string, string>
  /** Answers a 2xx as soon as the program serves. */
  readyUrl: string
}

/** Starts a program that serves HTTP and answers how to stop it, once it serves. @throws Error with what it said */
export async function startProgram({ command, args, env = {}, readyUrl }: Program): Promise<() => Promise<void>> {
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const said = keepTail(child)
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = onEnd(async () => {
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), GRACE_MS)
    await gone
    clearTimeout(kill)
  })
  const deadline = performance.now() + START_MS
  while (!(await answers(readyUrl))) {
    if (child.exitCode !== null || performance.now() > deadline) {
      await stop()
      throw new Error(`${command} did not start: ${said()}`)
    }
    await delay(POLL_MS)
  }
  return stop
}

/** Where a program is on the PATH; undefined where it is not installed. */
export const findProgram = (name: string): string | undefined =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    (answer) => answer.ok,
    () => false,
  )

function keepTail(child: ChildProcess): () => string {
  let text = ''
  const keep = (part: Buffer): void => {
    text = (text + part.toString('utf8')).slice(-KEPT_BYTES)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  child.once('error', (error) => keep(Buffer.from(error.message)))
  return () => text.trim()
}
