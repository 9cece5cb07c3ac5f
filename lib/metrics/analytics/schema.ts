import { z } from 'zod'
import { describedAs } from '@/lib/core/http/described-as'
import { dateInput, instantInput } from '@/lib/core/time/instants'
import { validationMessage } from '@/lib/core/validation-message'
import { SLOT_SECONDS } from '../backfill/slots'
import { expandNestedParams } from './nested-query'

export const LIMIT_DEFAULT = 10
export const LIMIT_MAX = 1_000
const SKIP_MAX = 1_000_000_000
const PUSHED_MAX = 1_000
const METADATA_MAX = 1_000

export const FIELDS = ['id', 'type', 'count', 'timestamp'] as const
export type Field = (typeof FIELDS)[number]

export const ACTIONS = ['dailyUsers', 'dailyNewUsers'] as const
export type AnalyticsAction = (typeof ACTIONS)[number]

const instant = z.union([instantInput, dateInput], 'must be an RFC 3339 instant or a date (UTC) from 1900 to 2199')
const number = z.coerce.number('must be a number')
const id = z.string().regex(/^\d{1,9}-\d{1,18}$/, 'must be an ID')
const oneOrMore = <T extends z.ZodType>(value: T) =>
  z.union([z.array(value).max(LIMIT_MAX), value.transform((one) => [one])])

/** A plain value, or operators; a list as a plain value means any of it. */
const ordered = <T extends z.ZodType>(value: T) =>
  z.union([
    value,
    z.strictObject({
      $gt: value.optional(),
      $gte: value.optional(),
      $lt: value.optional(),
      $lte: value.optional(),
      $ne: value.optional(),
      $in: oneOrMore(value).optional(),
    }),
  ])
const named = <T extends z.ZodType>(value: T) =>
  z.union([value, z.strictObject({ $ne: value.optional(), $in: oneOrMore(value).optional() })])

const type = z.string().max(100)

const conditionShape = {
  id: named(id).optional(),
  type: named(type).optional(),
  count: ordered(number).optional(),
  timestamp: ordered(instant).optional(),
  /** IR Engine's name of `timestamp`. */
  createdAt: ordered(instant).optional(),
}

/** What records must be like: all of the fields' conditions, and one at least of `$or`, which may nest. */
export type Condition = z.output<z.ZodObject<typeof conditionShape>> & { $or?: Condition[] | undefined }

export const analyticsCondition: z.ZodType<Condition> = z.lazy(() =>
  z.strictObject({ ...conditionShape, $or: z.array(analyticsCondition).min(1).max(50).optional() }),
)

const direction = z.enum(['1', '-1'], 'The sort direction must be 1 or -1.').transform(Number)

/** `GET /analytics` in Feathers' manner; ids are strings. */
export const analyticsQuery = z.preprocess(
  (flat) => expandNestedParams(flat as Record<string, string | string[]>),
  z.strictObject({
    ...conditionShape,
    $or: z.array(analyticsCondition).min(1).max(50).optional(),
    $sort: z.partialRecord(z.enum([...FIELDS, 'createdAt']), direction).optional(),
    $limit: z.coerce
      .number()
      .int()
      .min(0)
      .transform((limit) => Math.min(limit, LIMIT_MAX))
      .default(LIMIT_DEFAULT),
    $skip: z.coerce.number().int().min(0).max(SKIP_MAX).default(0),
    action: z.enum(ACTIONS).optional(),
  }),
)
export type AnalyticsQuery = z.output<typeof analyticsQuery>

/** A record as the outside world knows it. */
export const analyticsRecord = z.object({
  id: z.string(),
  type: z.string(),
  count: z.number(),
  timestamp: z.string(),
  metadata: z.record(z.string(), z.unknown()).nullable(),
})
export type AnalyticsRecord = z.output<typeof analyticsRecord>

export const analyticsPage = z.object({
  total: z.number(),
  limit: z.number(),
  skip: z.number(),
  data: z.array(analyticsRecord),
})
export type AnalyticsPage = z.output<typeof analyticsPage>

/** What a push stored: one record, or the list in its order. */
export const storedRecords = z.union([analyticsRecord, z.array(analyticsRecord)])

const metadata = z.record(z.string(), z.unknown()).nullable()

const pushed = z.strictObject({
  type,
  count: z.number(),
  /** Default: now. */
  timestamp: instantInput.optional(),
  createdAt: instantInput.optional(),
  metadata: describedAs(
    z
      .custom<Record<string, unknown> | null>(
        (given) => typeof given !== 'object' || given === null || Object.keys(given).length <= METADATA_MAX,
        `Metadata can have at most ${METADATA_MAX} fields.`,
      )
      .pipe(metadata),
    () => metadata,
  ).optional(),
  /** How often the sender sends: a gauge stands at most 1.5 times as long, an increment covers it. */
  seconds: z.number().int().min(1).max(86_400).default(SLOT_SECONDS),
})
export type PushedRecord = z.output<typeof pushed>

const pushedList = z.array(pushed).min(1).max(PUSHED_MAX)

const inWords = { error: validationMessage }

/** One record or a list of them, all stored or none. Not a union, whose refusals name no field. */
export const pushBody = describedAs(
  z.unknown().transform((value, context): PushedRecord | PushedRecord[] => {
    const result = Array.isArray(value) ? pushedList.safeParse(value, inWords) : pushed.safeParse(value, inWords)
    if (result.success) return result.data
    for (const { path, message } of result.error.issues) context.addIssue({ code: 'custom', path, message })
    return z.NEVER
  }),
  () => z.union([pushed, pushedList]),
)
