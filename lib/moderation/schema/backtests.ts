import { z } from 'zod'

export const BACKTEST_STATES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const
export type BacktestState = (typeof BACKTEST_STATES)[number]
/** A file of labelled texts may have so many bytes. */
export const BACKTEST_FILE_MAX = 20 * 1024 * 1024

export const backtestParams = z.object({ id: z.uuid() })
/** Left out, the latest version. */
export const backtestQuery = z.object({ version: z.coerce.number().int().min(1).max(1_000_000).optional() })

const interval = z.object({ low: z.number(), high: z.number() }).nullable()
const sample = z.object({
  /** Its beginning. */
  text: z.string(),
  /** Places within `text`. */
  hits: z.array(z.object({ path: z.string(), start: z.number(), end: z.number() })),
})
export type BacktestSample = z.output<typeof sample>

/** What this version finds and the live one does not, and the other way round. */
const diff = z.object({
  liveVersion: z.number(),
  gained: z.object({ right: z.number(), wrong: z.number() }),
  lost: z.object({ right: z.number(), wrong: z.number() }),
  gainedTexts: z.array(z.string()),
  lostTexts: z.array(z.string()),
})

export const backtestResult = z.object({
  tp: z.number(),
  fp: z.number(),
  fn: z.number(),
  tn: z.number(),
  rows: z.number(),
  positives: z.number(),
  baseRate: z.number().nullable(),
  precision: z.number().nullable(),
  precisionInterval: interval,
  recall: z.number().nullable(),
  recallInterval: interval,
  /** Rows that came before with the same text; what nobody sees as a difference is none. */
  repeated: z.number(),
  /** Of different texts, each once (one that is labelled both ways is two): what a version is judged by. Null of what was tested before they were counted. */
  distinct: z.object({ rows: z.number(), precision: z.number().nullable() }).nullable(),
  /** Rows that a missing signal leaves undecided: they count as not matched. */
  undecided: z.number(),
  /** Texts that classifiers were asked about, and rows that no answer leaves undecided; null of what was tested before there were any. */
  classified: z.object({ sent: z.number(), missing: z.number() }).nullable(),
  /** Lines of the file that could not be read, and the first of them. */
  badLines: z.number(),
  badLineSamples: z.array(z.object({ line: z.number(), reason: z.string() })),
  falsePositives: z.array(sample),
  falseNegatives: z.array(z.string()),
  diff: diff.nullable(),
})
export type BacktestResult = z.output<typeof backtestResult>

/** Figures are those of the rows so far while it has not ended; samples come at the end. */
export const backtestView = backtestResult.extend({
  id: z.string(),
  ruleId: z.string(),
  version: z.number(),
  state: z.enum(BACKTEST_STATES),
  source: z.enum(['file', 'decisions']),
  /** From 0 to 1 while it runs; else null. */
  progress: z.number().nullable(),
  error: z.string().nullable(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
})
export type BacktestView = z.output<typeof backtestView>
export const backtestPage = z.object({ items: z.array(backtestView), next: z.string().nullable() })
export type BacktestPage = z.output<typeof backtestPage>

/** The job of a backtest that was started: the id of the backtest. */
export const startedBacktest = z.object({ jobId: z.string() })
