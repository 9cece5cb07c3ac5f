import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Worker } from 'node:worker_threads'
import { DomainError } from '@/lib/core/errors'
import { log } from '@/lib/core/log'
import type { ScreenedItem, Screening } from './compile'
import type { RuleBody } from './schema'
import { keepRecent, type ThreadRequest, type ThreadResponse } from './thread'

/** Rules that are held against items together. Keep it as long as they stay the same: compiling them is the dear part. */
export interface RuleSet {
  readonly key: string
  readonly rules: readonly RuleBody[]
}

export const ruleSet = (rules: readonly RuleBody[]): RuleSet => ({ key: randomUUID(), rules })

export interface ScreenOptions {
  /** Whether each match says where; default false. */
  hits?: boolean
  /** What the thread may take for these items, once it begins; default 5 s. */
  timeLimitMs?: number
}

/** Holds rules against items in a thread of its own, so that no text, however long, blocks the event loop. */
export interface MatcherHost {
  /**
   * One screening an item, in their order. Items of one call are answered together: give long lists in pieces of some hundred.
   * @throws DomainError `rules.busy` (too_many) when the queue is full, `rules.timeout` (unavailable) when it takes too long,
   * `rules.engine_failed` (unavailable) when the thread dies of it twice or can't be started
   */
  screen(rules: RuleSet, items: readonly ScreenedItem[], options?: ScreenOptions): Promise<Screening[]>
  /** Ends the thread; what waits is refused. */
  close(): Promise<void>
}

interface HostOptions {
  /** The thread's program, as a file; default the bundled one. */
  program?: string
  /** Calls that may wait. */
  maxWaiting?: number
  /** What compiling may take on top, where a thread gets rules for the first time; default 30 s. */
  compileLimitMs?: number
  /** Characters that may wait. */
  maxCharacters?: number
}

interface Call {
  rules: RuleSet
  items: readonly ScreenedItem[]
  hits: boolean
  timeLimitMs: number
  characters: number
  resolve: (screenings: Screening[]) => void
  reject: (error: Error) => void
}

interface Thread {
  worker: Worker
  kept: Map<string, true>
}

const TIME_LIMIT_MS = 5_000
/** 10,000 words take half a second. */
const COMPILE_LIMIT_MS = 30_000
const MAX_WAITING = 256
const MAX_CHARACTERS = 64_000_000
const MAX_TRIES = 2
const MEMORY_MB = 512

let shared: MatcherHost | undefined

/** The host that a process shares; once it was closed, whoever asks next gets a new one. */
export function matcherHost(): MatcherHost {
  if (shared) return shared
  const host = createMatcherHost()
  shared = {
    ...host,
    close: () => {
      shared = undefined
      return host.close()
    },
  }
  return shared
}

/** A host with a thread of its own; it is started by the first call and never keeps a process alive. */
export function createMatcherHost(options: HostOptions = {}): MatcherHost {
  const { compileLimitMs = COMPILE_LIMIT_MS, maxWaiting = MAX_WAITING, maxCharacters = MAX_CHARACTERS } = options
  const runner = createRunner(options.program, compileLimitMs)
  const waiting: Call[] = []
  let characters = 0
  let isWorking = false
  const work = async (): Promise<void> => {
    if (isWorking) return
    isWorking = true
    for (let call = waiting.shift(); call; call = waiting.shift()) {
      characters -= call.characters
      await runner.run(call)
    }
    isWorking = false
  }
  return {
    screen: (rules, items, { hits = false, timeLimitMs = TIME_LIMIT_MS } = {}) =>
      new Promise((resolve, reject) => {
        const size = items.reduce((sum, { text }) => sum + text.length, 0)
        if (waiting.length >= maxWaiting || characters + size > maxCharacters) return reject(busy())
        characters += size
        waiting.push({ rules, items, hits, timeLimitMs, characters: size, resolve, reject })
        void work()
      }),
    close: () => runner.close(),
  }
}

/** Carries out one call after another, and starts the thread anew where it has died or is stuck. */
function createRunner(program: string | undefined, compileLimitMs: number) {
  let thread: Thread | null = null
  let isClosed = false
  const drop = async (): Promise<void> => {
    const ended = thread?.worker
    thread = null
    await ended?.terminate()
  }
  const run = async (call: Call, tries = MAX_TRIES): Promise<void> => {
    try {
      if (isClosed) throw closed()
      thread ??= await startThread(program)
      // It may have been closed while the thread was sought.
      if (isClosed) throw closed()
      call.resolve(await requestScreening(thread, call, compileLimitMs))
    } catch (error) {
      await drop()
      // Whether it was this call that killed the thread is told by a second try.
      if (error instanceof DomainError || tries <= 1) call.reject(toRefusal(error))
      else await run(call, tries - 1)
    }
  }
  const close = (): Promise<void> => {
    isClosed = true
    return drop()
  }
  return { run, close }
}

async function startThread(program: string | undefined): Promise<Thread> {
  const file = program ?? (await findProgram())
  // By import, Next's build takes a thread of an unknown file for any file of the project, and bundles them all.
  const threads = process.getBuiltinModule('node:worker_threads')
  const worker = new threads.Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB } })
  // Without a listener an error between two calls would end the process.
  worker.on('error', (error) => log.warn({ err: error }, 'the rule thread stopped unexpectedly'))
  worker.unref()
  return { worker, kept: new Map() }
}

/** One call at a time, so that the next message is its answer. */
function requestScreening({ worker, kept }: Thread, call: Call, compileLimitMs: number): Promise<Screening[]> {
  const { rules, items, hits } = call
  const isKept = kept.has(rules.key)
  const request: ThreadRequest = { key: rules.key, rules: isKept ? null : rules.rules, items, hits }
  const limitMs = call.timeLimitMs + (isKept ? 0 : compileLimitMs)
  keepRecent(kept, rules.key, true)
  return new Promise<Screening[]>((resolve, reject) => {
    const settle = (finish: () => void) => {
      clearTimeout(timer)
      worker.off('message', onMessage).off('error', reject).off('exit', onExit)
      worker.unref()
      finish()
    }
    const onMessage = (answer: ThreadResponse) =>
      settle(() => ('fault' in answer ? reject(failed(new Error(answer.fault))) : resolve(answer.screenings)))
    const onExit = (code: number) => settle(() => reject(new Error(`the rule thread exited with code ${code}`)))
    const timer = setTimeout(() => settle(() => reject(tooLong(limitMs))), limitMs)
    worker.on('message', onMessage).on('error', reject).on('exit', onExit)
    worker.ref()
    worker.postMessage(request)
  })
}

const PROGRAM = 'matcher.js'

/** Beside the program that runs, else in the bundle of the sources: routes of Next run from another place. */
async function findProgram(): Promise<string> {
  const beside = join(/* turbopackIgnore: true */ dirname(process.argv[1] ?? ''), PROGRAM)
  if (existsSync(beside)) return beside
  const root = findRoot(process.cwd())
  const programs = pathToFileURL(join(/* turbopackIgnore: true */ root, 'cli/support/programs.mjs')).href
  const { bundlePrograms } = (await import(/* turbopackIgnore: true */ /* @vite-ignore */ programs)) as {
    bundlePrograms: (root: string) => Promise<string>
  }
  return join(/* turbopackIgnore: true */ await bundlePrograms(root), PROGRAM)
}

function findRoot(folder: string): string {
  if (existsSync(join(/* turbopackIgnore: true */ folder, 'package.json'))) return folder
  const parent = dirname(folder)
  if (parent === folder) throw new Error(`no package.json found in ${process.cwd()} or its parent directories`)
  return findRoot(parent)
}

const busy = () =>
  new DomainError('too_many', 'rules.busy', 'Too many items are waiting to be screened.', { retryAfterSeconds: 1 })

const tooLong = (limitMs: number) =>
  new DomainError('unavailable', 'rules.timeout', `The rules took longer than ${limitMs} ms.`, { retryAfterSeconds: 5 })

const failed = (cause: unknown) =>
  new DomainError('unavailable', 'rules.engine_failed', 'Guildhall couldn’t run the rules.', {
    retryAfterSeconds: 5,
    cause,
  })

const closed = () => failed(new Error('the rule host was closed'))

const toRefusal = (error: unknown): DomainError => (error instanceof DomainError ? error : failed(error))
