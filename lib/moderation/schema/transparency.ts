import { z } from 'zod'
import { quarterInput } from '@/lib/core/time/instants'

/** Counts from 1 to one below it are not made public: they could point at somebody. */
export const LEAST_SHOWN = 5
/** In place of a count from 1 to 4. */
export const FEW = '<5'
/** In place of a count that would tell another one by subtraction. */
export const SOME = '≥5'

export const shownCount = z.union([z.int().min(0), z.literal(FEW), z.literal(SOME)])
export type ShownCount = z.output<typeof shownCount>

const part = z.object({ name: z.string(), count: shownCount })
export type ShownPart = z.output<typeof part>
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
  reports: shownCount,
  casesOpened: shownCount,
  casesDecided: shownCount,
  decisions: shownCount,
  decisionsTakenBack: shownCount,
  /** `automatic` and `human`. */
  byMaker: parts,
  byPolicy: parts,
  /** Actions; a decision may have several. */
  byAction: parts,
  /** From the first report to the decision of a person; null where fewer than five are known. */
  medianHours: z.number().nullable(),
  /** Decisions with a time by which they were due: `met` and `missed`. */
  due: shownCount,
  byDue: parts,
  appeals: shownCount,
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
