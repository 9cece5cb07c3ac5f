import { z } from 'zod'
import { pageOf, pageQuery } from '@/lib/core/http/page'
import { ITEM_TYPES } from '../terms'
import { itemContent } from './items'
import { mediaView } from './media'

const REASON_MAX = 2_000
/** Decisions that somebody has passed over, and is not shown again for a while. */
const SKIP_MAX = 100

const queue = z.uuid().optional()

export const nextReviewInput = z.strictObject({
  queue,
  /** Answered again as long as it waits: what is being read stays on the screen. */
  prefer: z.uuid().optional(),
  /** Not these, however often it is named. */
  skip: z
    .union([z.uuid(), z.array(z.uuid()).max(SKIP_MAX, `You can skip at most ${SKIP_MAX} decisions.`)])
    .transform((ids) => [ids].flat())
    .default([]),
})
export type NextReviewInput = z.output<typeof nextReviewInput>

/** A verdict: which policy is broken, or null where none is. Nothing follows from it for item or member. */
export const verdictBody = z.strictObject({
  policyId: z.uuid().nullable(),
  reason: z.string().trim().max(REASON_MAX, `A reason can have at most ${REASON_MAX} characters.`).default(''),
})
export type VerdictBody = z.output<typeof verdictBody>

const message = z.object({ text: z.string(), sentAt: z.string(), member: z.string() })

/**
 * A decision for a second look, as it lay before who made it: nothing of the decision, of its actor or of what came of it, and
 * neither case nor item by a number under which these could be found.
 */
export const reviewTask = z.object({
  decisionId: z.string(),
  itemType: z.enum(ITEM_TYPES),
  revision: z.number(),
  /** As it was frozen. */
  content: itemContent.omit({ media: true }),
  media: z.array(mediaView),
  before: z.array(message),
  after: z.array(message),
  channel: z.string().nullable(),
  author: z.string().nullable(),
  reports: z.array(z.object({ reason: z.string(), comment: z.string(), policy: z.string().nullable() })),
  /** Rules that had found something. */
  findings: z.number(),
  /** Of the author, from before the decision. */
  record: z.object({
    cases: z.number(),
    strikes: z.array(z.object({ policy: z.string(), points: z.number(), givenAt: z.string() })),
  }),
  /** What can be chosen. */
  policies: z.array(z.object({ id: z.string(), name: z.string(), description: z.string() })),
})
export type ReviewTask = z.output<typeof reviewTask>

export const nextReview = z.object({
  /** Null where none is left that was not passed over. */
  review: reviewTask.nullable(),
  /** All that wait for this person. */
  waiting: z.number(),
  /** Of the decisions, 0 to 1, that are drawn. */
  share: z.number(),
})
export type NextReview = z.output<typeof nextReview>

export const submittedVerdict = z.object({ decisionId: z.string(), reviewedAt: z.string() })
export type SubmittedVerdict = z.output<typeof submittedVerdict>

export const reviewListQuery = pageQuery.extend({
  queue,
  /** Only those that agree, or only those that don't. */
  isAgreed: z.stringbool().optional(),
  /** Who decided, as `staff:<id>` or `key:<id>`. */
  moderator: z.string().min(1).max(100).optional(),
})
export type ReviewListQuery = z.output<typeof reviewListQuery>

/** A second review beside the decision that it was about; policies are named, null stands for none broken. */
export const reviewView = z.object({
  decisionId: z.string(),
  caseId: z.number(),
  /** What the item says or is called. */
  title: z.string(),
  itemType: z.enum(ITEM_TYPES),
  decidedBy: z.string(),
  decidedAt: z.string(),
  first: z.string().nullable(),
  reviewedBy: z.string(),
  reviewedAt: z.string(),
  second: z.string().nullable(),
  reason: z.string(),
  isAgreed: z.boolean(),
  /** Whether the decision was taken back since. */
  isReversed: z.boolean(),
})
export type ReviewView = z.output<typeof reviewView>
export const reviewPage = pageOf(reviewView)
