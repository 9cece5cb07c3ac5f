import { setImmediate } from 'node:timers/promises'
import { type CollectContext, type CollectorKind, isFailure } from './kinds/kind'
import type { CheckedReading } from './rules/readings'
import { checkReading, READINGS_MAX } from './rules/readings'
import type { RunError } from './schema'

class TimedOut extends Error {}

const ERRORS_MAX = 50
const TIMERS_EVERY = 500

export interface Collected {
  readings: CheckedReading[]
  errors: RunError[]
  /** What ended the collection before its end; the readings until then are kept. */
  cause?: unknown
  /** It was cut off at its time-out. */
  isTimedOut: boolean
}

export interface CollectOptions {
  /** Milliseconds after which a source that has not ended is abandoned. */
  timeoutMs: number
  /** Told of every reading that is kept, for the run's progress. */
  onReading?: (reading: CheckedReading, done: number) => void
}

/**
 * Takes everything that a source gives, and survives whatever it does: a wrong reading is an error of its metric, an
 * exception or a silence ends the collection and keeps what came before. A source that ignores its signal is abandoned.
 */
export async function collectReadings(
  kind: CollectorKind,
  context: CollectContext<unknown, unknown>,
  { timeoutMs, onReading }: CollectOptions,
): Promise<Collected> {
  const collected: Collected = { readings: [], errors: [], isTimedOut: false }
  const report = (metric: string | null, message: string): void => {
    if (collected.errors.length < ERRORS_MAX) collected.errors.push({ metric, message })
  }
  const startedAt = performance.now()
  const timeout = AbortSignal.timeout(timeoutMs)
  const signal = AbortSignal.any([context.signal, timeout])
  try {
    let items = 0
    for await (const item of until(signal, kind.collect({ ...context, signal }))) {
      // A process that was frozen gets answers before its timers have run.
      if (performance.now() - startedAt > timeoutMs) throw new TimedOut()
      items += 1
      if (items > READINGS_MAX) throw new Error(`The source returned more than ${READINGS_MAX} readings.`)
      if (isRecord(item) && isFailure(item)) {
        report(String(item.metric), String(item.failure))
        continue
      }
      const check = checkReading(item)
      if ('problem' in check) {
        report(check.metric, check.metric ? `The value ${check.problem}.` : `A reading ${check.problem}.`)
        continue
      }
      collected.readings.push(check.reading)
      onReading?.(check.reading, collected.readings.length)
    }
  } catch (cause) {
    collected.cause = cause
    collected.isTimedOut = timeout.aborted || cause instanceof TimedOut
    const message = collected.isTimedOut ? `The source didn't respond within ${timeoutMs / 1_000} s.` : messageOf(cause)
    collected.errors.push({ metric: null, message })
  }
  return collected
}

/**
 * The items until the signal aborts, whether or not the source heeds it. Every so many it lets timers run: a source that
 * always has the next item ready would else never be timed out.
 */
async function* until<T>(signal: AbortSignal, items: AsyncIterable<T>): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]()
  try {
    for (let count = 1; ; count += 1) {
      if (count % TIMERS_EVERY === 0) await setImmediate()
      const result = await unlessAborted(signal, iterator.next())
      if (result.done) return
      yield result.value
    }
  } finally {
    // Lets the source clean up, and doesn't wait for one that hangs.
    iterator.return?.().catch(() => undefined)
  }
}

/** Not Promise.race with one promise for the whole run: it would keep every item until the run's end. */
function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason)
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort))
  })
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
