import { z } from 'zod'
import { quarterInput } from '@/lib/core/time/instants'

/** Counts from 1 to one below it are not made public: they could point at somebody. */
export const PUBLISHED_COUNT_MIN = 5
/** In place of a count from 1 to 4. */
export const FEWER_THAN_FIVE = '<5'
/** In place of a count that would tell another one by subtraction. */
export const WITHHELD = '≥5'

export const publishedCount = z.union([z.int().min(0), z.literal(FEWER_THAN_FIVE), z.literal(WITHHELD)])
export type PublishedCount = z.output<typeof publishedCount>

const part = z.object({ name: z.string(), count: publishedCount })
export type PublishedPartialCount = z.output<typeof part>
/** Null where a breakdown could not be shown without telling a small count. */
const parts = z.array(part).nullable()

/** What is made public of a quarter, and how it is counted: docs/moderation-exports.md. */
export const transparencySummary = z.object({
  quarter: quarterInput,
  community: z.string(),
  /** Half-open, by the days of `zone`. */
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  countedAt: z.string(),
  reports: publishedCount,
  casesOpened: publishedCount,
  casesDecided: publishedCount,
  decisions: publishedCount,
  decisionsTakenBack: publishedCount,
  /** `automatic` and `human`. */
  byMaker: parts,
  byPolicy: parts,
  /** Actions; a decision may have several. */
  byAction: parts,
  /** From the first report to the decision of a person; null where fewer than five are known. */
  medianHours: z.number().nullable(),
  /** Decisions with a time by which they were due: `met` and `missed`. */
  due: publishedCount,
  byDue: parts,
  appeals: publishedCount,
  /** `upheld`, `overturned` and `open`. */
  byRuling: parts,
})
export type TransparencySummary = z.output<typeof transparencySummary>

export const quarterParams = z.object({ quarter: quarterInput })

const publication = z.object({ by: z.string(), at: z.string() })

/** A quarter as its row in the list says. */
export const quarterView = z.object({
  quarter: z.string(),
  from: z.string(),
  to: z.string(),
  /** Whether all of it has passed; before that nothing can be made public. */
  isOver: z.boolean(),
  /** Null: not public. */
  published: publication.nullable(),
  /** When the last publication was withdrawn. */
  withdrawnAt: z.string().nullable(),
})
export type QuarterView = z.output<typeof quarterView>
export const quarterPage = z.object({ items: z.array(quarterView), next: z.null() })
export type QuarterPage = z.output<typeof quarterPage>

/** What is public, or would be if it were published now. */
export const quarterDetail = z.object({ summary: transparencySummary, published: publication.nullable() })
export type QuarterDetail = z.output<typeof quarterDetail>

/** As the public sees it. */
export interface PublishedSummary {
  id: string
  publishedAt: string
  summary: TransparencySummary
}

export const SUMMARY_FORMATS = ['json', 'csv'] as const
export const summaryFileParams = quarterParams.extend({ format: z.enum(SUMMARY_FORMATS) })
