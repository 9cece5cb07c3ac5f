import { z } from 'zod'
import { dateInput } from '@/lib/core/time/instants'
import { refusePeriod } from './insight-period'

/** A period of local days of the community, `to` not included. Left out: the last 30 days, today among them. */
export const insightQuery = z
  .strictObject({ from: dateInput.optional(), to: dateInput.optional(), queue: z.uuid().optional() })
  .superRefine((period, context) => {
    const refusal = refusePeriod(period)
    if (refusal) context.addIssue({ code: 'custom', path: [refusal.path], message: refusal.message })
  })
export type InsightQuery = z.output<typeof insightQuery>

const interval = z.object({ low: z.number(), high: z.number() }).nullable()

/** A share with what it is of, and its interval of 95 % (Wilson); the share is null where it would divide by nothing. */
const share = z.object({ part: z.number(), whole: z.number(), share: z.number().nullable(), interval })
export type ShareView = z.output<typeof share>

const agreement = z.object({ n: z.number(), agreed: z.number(), kappa: z.number().nullable() })

const reporter = z.object({
  id: z.number(),
  externalId: z.string(),
  name: z.string().nullable(),
  right: z.number(),
  wrong: z.number(),
  /** What a report of theirs would count if these were all. */
  weight: z.number(),
})
export type ReporterView = z.output<typeof reporter>

export const moderatorFigures = z.object({
  /** `staff:<id>` or `key:<id>`. */
  ref: z.string(),
  name: z.string(),
  decisions: z.number(),
  /** Of these, taken back since. */
  reversed: share,
  /** Cases that they were the first to act on, and the median of the seconds until then. */
  firsts: z.number(),
  median: z.number().nullable(),
  agreement,
})
export type ModeratorFigures = z.output<typeof moderatorFigures>

export const ruleFigures = z.object({ id: z.string(), name: z.string(), precision: share })
export type RuleFigures = z.output<typeof ruleFigures>

/** The figures of moderation; docs/moderation-insight.md defines each. Times are seconds, instants ISO strings. */
export const insightView = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  asOf: z.string(),
  backlog: z.object({
    waiting: z.number(),
    escalated: z.number(),
    overdue: z.number(),
    oldestAt: z.string().nullable(),
    /** From the youngest to the oldest; `underHours` is null for all that are older. */
    ages: z.array(z.object({ underHours: z.number().nullable(), waiting: z.number() })),
    /** What waited when each day ended, or waits now where it has not; what came in and what was decided on it. */
    days: z.array(
      z.object({ at: z.string(), isOver: z.boolean(), waiting: z.number(), opened: z.number(), closed: z.number() }),
    ),
  }),
  decisions: z.object({ count: z.number(), reversed: share }),
  firstAction: z.object({
    n: z.number(),
    p50: z.number().nullable(),
    p90: z.number().nullable(),
    p99: z.number().nullable(),
  }),
  sla: share,
  agreement,
  overturned: share,
  reporters: z.object({
    /** Reports that turned out right, among those that turned out to be something. */
    right: share,
    /** Reporters by the share of theirs that was right, in fifths from 0 up. */
    fifths: z.array(z.number()),
    /** Null for who may not know who reported. */
    best: z.array(reporter).nullable(),
    worst: z.array(reporter).nullable(),
  }),
  moderators: z.array(moderatorFigures),
  rules: z.array(ruleFigures),
  /** Of the decisions, 0 to 1, that are drawn for a second review at present. */
  sampleShare: z.number(),
})
export type InsightView = z.output<typeof insightView>
