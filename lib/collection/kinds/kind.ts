import type { z } from 'zod'
import type { Db } from '@/lib/core/db/types'
import type { Log } from '@/lib/core/log'

/** One measured value. Its instant is the run's; its metric and labels are known to lib/metrics/entries.ts. */
export interface Reading {
  metric: string
  value: number
  labels?: Readonly<Record<string, string>>
  metadata?: Readonly<Record<string, unknown>>
}

/** One metric could not be read; the run goes on without it. */
export interface ReadingFailure {
  metric: string
  failure: string
}

/** What a kind is given to read its source with. */
export interface CollectContext<Config, Secrets> {
  db: Db
  /** The scheduled instant that the run answers for; null where somebody asked for it. */
  slot: Date | null
  /** The instant that the readings are of. */
  at: Date
  /** Seconds that the run stands for: those before `at`, for a kind that counts what happened in the interval. */
  intervalSeconds: number
  /** Milliseconds that the run may take; a statement's time-out. */
  timeoutMs: number
  config: Config
  secrets: Secrets
  /** Aborted when the time is up, the worker leaves or has lost the run: stop, nobody takes readings any more. */
  signal: AbortSignal
  log: Log
}

/** What a connection test found, in a sentence for people. */
export interface TestResult {
  isOk: boolean
  message: string
}

/**
 * One way to read one sort of source: one file, one entry in the registry. `collect` yields readings as it has them; those
 * that it yielded before it throws are kept.
 */
export interface CollectorKind<Config extends z.ZodType = z.ZodType, Secrets extends z.ZodType = z.ZodType> {
  kind: string
  title: string
  description: string
  configSchema: Config
  /** Secrets, kept apart and encrypted; absent where the kind needs none. */
  secretSchema?: Secrets
  defaultIntervalSeconds: number
  /** Metrics that a run reads, for its progress; more or fewer may come. */
  metrics: readonly string[]
  collect(context: CollectContext<z.output<Config>, z.output<Secrets>>): AsyncIterable<Reading | ReadingFailure>
  /** Whether the source can be reached with this configuration, without collecting. */
  test?(
    context: Pick<CollectContext<z.output<Config>, z.output<Secrets>>, 'db' | 'config' | 'secrets' | 'signal'>,
  ): Promise<TestResult>
}

export const isFailure = (item: Reading | ReadingFailure): item is ReadingFailure => 'failure' in item
