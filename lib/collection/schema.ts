import { z } from 'zod'
import { anyJson, describedAs } from '@/lib/core/http/described-as'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { instantInput } from '@/lib/core/time/instants'
import { RUN_STATUSES, RUN_TRIGGERS } from './terms'

export const INTERVAL_SECONDS_DEFAULT = 1_800
export const INTERVAL_SECONDS_MIN = 5
export const INTERVAL_SECONDS_MAX = 86_400
export const TIMEOUT_SECONDS_DEFAULT = 60
export const TIMEOUT_SECONDS_MAX = 3_600

/** A worker that has given no sign of life for this long is taken for dead. */
export const WORKER_LOST_AFTER_SECONDS = 30

const instant = z.iso.datetime({ offset: true })

const name = z.string().trim().min(1, 'is required').max(80, 'must have at most 80 characters')
const intervalSeconds = z
  .number('must be a number of seconds')
  .int('must be a whole number of seconds')
  .min(INTERVAL_SECONDS_MIN, `must be at least ${INTERVAL_SECONDS_MIN} s`)
  .max(INTERVAL_SECONDS_MAX, 'must be at most a day')
const cron = z.string().trim().min(9, 'needs five fields').max(100, 'must have at most 100 characters')
const timeoutSeconds = z
  .number('must be a number of seconds')
  .int('must be a whole number of seconds')
  .min(1, 'must be at least 1 s')
  .max(TIMEOUT_SECONDS_MAX, 'must be at most an hour')
const SECRETS_MAX = 100
const config = z.record(z.string(), anyJson)
/** Secrets to set; one that is left out keeps its value, null removes it. */
const secretValues = z.record(z.string(), z.string().max(10_000).nullable())
const secrets = describedAs(
  z
    .custom<Record<string, string | null>>(
      // Before each of them is looked at: no kind has so many.
      (given) => typeof given !== 'object' || given === null || Object.keys(given).length <= SECRETS_MAX,
      `A source can have at most ${SECRETS_MAX} secrets.`,
    )
    .pipe(secretValues),
  () => secretValues,
)

/** A new source. Either an interval or a cron expression; an interval of 1,800 s where neither is given. */
export const createSourceBody = z
  .object({
    name,
    kind: z.string().min(1).max(40),
    config: config.default({}),
    secrets: secrets.default({}),
    intervalSeconds: intervalSeconds.optional(),
    cron: cron.optional(),
    timeoutSeconds: timeoutSeconds.default(TIMEOUT_SECONDS_DEFAULT),
  })
  .refine((value) => value.intervalSeconds === undefined || value.cron === undefined, {
    path: ['cron'],
    message: "can't be combined with an interval",
  })
export type CreateSource = z.output<typeof createSourceBody>

/** A change of a source; `version` is the one that was read, so that nobody overwrites what they haven't seen. */
export const updateSourceBody = z
  .object({
    version: z.number().int().min(1),
    name: name.optional(),
    config: config.optional(),
    secrets: secrets.optional(),
    intervalSeconds: intervalSeconds.optional(),
    cron: cron.optional(),
    timeoutSeconds: timeoutSeconds.optional(),
  })
  .refine((value) => value.intervalSeconds === undefined || value.cron === undefined, {
    path: ['cron'],
    message: "can't be combined with an interval",
  })
export type UpdateSource = z.output<typeof updateSourceBody>

/** A test of a configuration before or after it is saved; what is left out is taken from the source. */
export const testSourceBody = z.object({ config: config.optional(), secrets: secrets.optional() })
export const testResultView = z.object({ isOk: z.boolean(), message: z.string() })
export type TestResultView = z.output<typeof testResultView>

/** The run that a source's line shows. */
export const runSummary = z.object({
  id: z.string(),
  status: z.enum(RUN_STATUSES),
  trigger: z.enum(RUN_TRIGGERS),
  slot: instant.nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  samples: z.number(),
  errorCount: z.number(),
})
export type RunSummary = z.output<typeof runSummary>

export const sourceView = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string(),
  kindTitle: z.string(),
  config: z.record(z.string(), z.unknown()),
  /** Names of the secrets that are set; their values never leave the server. */
  secretsSet: z.array(z.string()),
  intervalSeconds: z.number().nullable(),
  cron: z.string().nullable(),
  timeoutSeconds: z.number(),
  pausedAt: instant.nullable(),
  version: z.number(),
  createdAt: instant,
  updatedAt: instant,
  /** Null while paused. */
  nextSlotAt: instant.nullable(),
  /** Whether the slot that is due now has neither been collected nor is being collected. */
  isLate: z.boolean(),
  lastRun: runSummary.nullable(),
  /** The latest runs, 24 at most, the oldest first. */
  recentRuns: z.array(runSummary),
  lastSucceededAt: instant.nullable(),
})
export type SourceView = z.output<typeof sourceView>
export const sourcePage = pageOf(sourceView)
export type SourcePage = z.output<typeof sourcePage>

/** A kind of source that this deployment can read, for the form that adds one. */
export const sourceKindView = z.object({
  kind: z.string(),
  title: z.string(),
  description: z.string(),
  defaultIntervalSeconds: z.number(),
  /** JSON Schema of the configuration and of the secrets; null where the kind has none. */
  configSchema: z.record(z.string(), z.unknown()),
  secretSchema: z.record(z.string(), z.unknown()).nullable(),
  canTest: z.boolean(),
})
export type SourceKindView = z.output<typeof sourceKindView>
export const sourceKindPage = pageOf(sourceKindView)
export type SourceKindPage = z.output<typeof sourceKindPage>

export const sourceListQuery = pageQuery
export const sourceParams = z.object({ id: z.uuid() })
/** Ids of runs are counted up, and stay far below 2^53. */
export const runParams = z.object({ id: z.string().regex(/^[1-9]\d{0,15}$/) })
export const runListQuery = pageQuery.extend({
  source: z.uuid().optional(),
  status: z.enum(RUN_STATUSES).optional(),
  trigger: z.enum(RUN_TRIGGERS).optional(),
  /** Half-open `[from, to)` over the start of a run. */
  from: instantInput.optional(),
  to: instantInput.optional(),
})
export type RunListQuery = z.output<typeof runListQuery>

export const startCollectionBody = z.object({ sourceId: z.uuid() })

/** What went wrong; `metric` is null where it was the run as a whole. */
export const runError = z.object({ metric: z.string().nullable(), message: z.string() })
export type RunError = z.output<typeof runError>

export const runProgress = z.object({ done: z.number(), total: z.number(), metric: z.string().nullable() })
export type RunProgress = z.output<typeof runProgress>

export const runView = z.object({
  id: z.string(),
  sourceId: z.string(),
  sourceName: z.string(),
  /** The scheduled instant; null for a run that somebody asked for. */
  slot: instant.nullable(),
  trigger: z.enum(RUN_TRIGGERS),
  /** `schedule`, or who asked: `staff:<id>`, `key:<id>`, `cli`. */
  by: z.string(),
  /** The name of the person or key, where it is one. */
  byName: z.string().nullable(),
  status: z.enum(RUN_STATUSES),
  /** Still `running`, though its worker has given no sign of life for 30 s. */
  isSilent: z.boolean(),
  attempt: z.number(),
  workerId: z.string().nullable(),
  intervalSeconds: z.number(),
  startedAt: instant,
  finishedAt: instant.nullable(),
  durationMs: z.number().nullable(),
  samples: z.number(),
  progress: runProgress.nullable(),
  errors: z.array(runError),
})
export type RunView = z.output<typeof runView>
export const runPage = pageOf(runView)
export type RunPage = z.output<typeof runPage>

/** A value that a run measured. */
export const runSample = z.object({
  metric: z.string(),
  title: z.string(),
  unit: z.string(),
  labels: z.record(z.string(), z.string()),
  at: instant,
  value: z.number(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
})
export type RunSample = z.output<typeof runSample>

/** One run with its first 1,000 samples; `samples` counts all. */
export const runDetail = runView.extend({ readings: z.array(runSample), hasMoreReadings: z.boolean() })
export type RunDetail = z.output<typeof runDetail>

export const startedCollection = z.object({ runId: z.string() })
export type StartedCollection = z.output<typeof startedCollection>

/** How fresh the figures are, for the top bar. */
export const freshnessView = z.object({
  asOf: instant,
  /** The last run that brought samples. */
  lastRun: z
    .object({
      id: z.string(),
      sourceId: z.string(),
      sourceName: z.string(),
      finishedAt: instant,
      status: z.enum(RUN_STATUSES),
    })
    .nullable(),
  /** Sources whose last due slot was missed, failed, or has not been started. */
  troubled: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      reason: z.enum(['missed', 'failed', 'late']),
      runId: z.string().nullable(),
    }),
  ),
  sources: z.number(),
  paused: z.number(),
  isWorkerAlive: z.boolean(),
})
export type FreshnessView = z.output<typeof freshnessView>

export const healthView = z.object({
  asOf: instant,
  database: z.object({
    version: z.string(),
    sizeBytes: z.number(),
    connections: z.number(),
    connectionsMax: z.number(),
  }),
  workers: z.array(
    z.object({
      id: z.string(),
      host: z.string(),
      pid: z.number(),
      version: z.string(),
      startedAt: instant,
      heartbeatAt: instant,
      isAlive: z.boolean(),
      runs: z.number(),
      jobs: z.number(),
    }),
  ),
  jobs: z.object({
    waiting: z.number(),
    running: z.number(),
    /** Given up after all their attempts. */
    failed: z.number(),
    oldestWaitingSince: instant.nullable(),
    failures: z.array(
      z.object({ id: z.string(), task: z.string(), attempts: z.number(), error: z.string().nullable() }),
    ),
  }),
  sources: z.object({ total: z.number(), paused: z.number(), late: z.number() }),
  schema: z.object({
    /** The newest migration that was applied; null where the app's login may not see. */
    migration: z.string().nullable(),
    /** The last month, `YYYY-MM`, for which every partitioned table has a partition. */
    partitionsUntil: z.string().nullable(),
  }),
  /** What the other domains say of their parts. */
  checks: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      state: z.enum(['ok', 'warning', 'failing']),
      detail: z.string(),
      href: z.string().nullable(),
    }),
  ),
  /** Whether all of the above is as it should be. */
  isHealthy: z.boolean(),
})
export type HealthView = z.output<typeof healthView>
