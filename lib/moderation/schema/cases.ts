import { z } from 'zod'
import { filterQuery, pageOf } from '@/lib/core/http/page'
import { instantInput } from '@/lib/core/time/instants'
import { deliveryView } from '@/lib/webhooks/schema'
import { CASE_STATUSES } from '../rules/status'
import { CASE_SORTS, ITEM_TYPES } from '../terms'
import { itemContent, itemInput } from './items'
import { mediaView } from './media'

const TEXT_MAX = 2_000
const NOTE_MAX = 10_000

export const caseParams = z.object({ id: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) })

export const claimBody = z
  .strictObject({
    caseId: z.int().min(1).optional(),
    queueId: z.uuid().optional(),
    /** For a person's own claim in another tab. */
    isTakeOver: z.boolean().default(false),
  })
  .refine(({ caseId, queueId }) => (caseId === undefined) !== (queueId === undefined), 'Use either caseId or queueId.')
export const tokenBody = z.strictObject({ claimToken: z.uuid() })

const reason = z.string().trim().min(1, 'Enter a reason.').max(TEXT_MAX)
export const skipBody = z.strictObject({ reason, claimToken: z.uuid().optional() })
export const escalationBody = z.strictObject({ reason })
export const snoozeBody = z.strictObject({ until: instantInput })
export const noteBody = z.strictObject({ text: z.string().trim().min(1, 'Enter a note.').max(NOTE_MAX) })

/** A case opened by hand, of an item as somebody describes it or of a mirrored message. */
export const caseBody = z
  .strictObject({
    item: itemInput.optional(),
    /** By our own number, as the messages around a reported one carry it. */
    message: z.strictObject({ id: z.int().min(1), sentAt: instantInput }).optional(),
    reason,
    policyId: z.uuid().nullish(),
    severity: z.int().min(1).max(5).default(2),
  })
  .refine(({ item, message }) => (item === undefined) !== (message === undefined), {
    path: ['item'],
    message: 'Use either an item or a mirrored message.',
  })
export type CaseBody = z.output<typeof caseBody>

export const caseListQuery = filterQuery({
  queue: z.uuid().optional(),
  status: z.enum(CASE_STATUSES).default('open'),
  policy: z.uuid().optional(),
  type: z.enum(ITEM_TYPES).optional(),
  member: z.coerce.number().int().min(1).optional(),
  /** Words of the text, a member's name, or an id. */
  q: z.string().trim().min(1).max(200).optional(),
  sort: z.enum(CASE_SORTS).optional(),
})
export type CaseListQuery = z.output<typeof caseListQuery>

const person = z.object({ id: z.number(), externalId: z.string(), name: z.string().nullable() })
export type PersonView = z.output<typeof person>

/** A line of the queue. */
export const caseSummary = z.object({
  id: z.number(),
  itemType: z.enum(ITEM_TYPES),
  itemId: z.string(),
  content: itemContent,
  contentState: z.enum(['visible', 'hidden', 'removed']),
  status: z.enum(CASE_STATUSES),
  version: z.number(),
  revision: z.number(),
  queueId: z.string(),
  /** The score at this moment. */
  score: z.number(),
  severity: z.number(),
  weight: z.number(),
  reach: z.number(),
  reports: z.number(),
  ruleHits: z.number(),
  /** The policies that the reports name. */
  policies: z.array(z.string()),
  member: person.nullable(),
  /** Whether its member is erased, and with them what the item was. */
  isErased: z.boolean(),
  channel: z.string().nullable(),
  openedAt: z.string(),
  dueAt: z.string().nullable(),
  snoozedUntil: z.string().nullable(),
  decidedAt: z.string().nullable(),
  /** Who is working on it now, and until when at the latest. */
  claim: z.object({ holder: z.string(), isOwn: z.boolean(), until: z.string() }).nullable(),
})
export type CaseSummary = z.output<typeof caseSummary>
export const casePage = pageOf(caseSummary)
/** The case of an item; of one in a queue that is not theirs, the caller learns its id and no more. */
export const openedCase = z.union([caseSummary, caseSummary.pick({ id: true })])
export type OpenedCase = z.output<typeof openedCase>

/** What was done with a case that stays undecided. */
export const changedStatus = z.object({ caseId: z.number(), status: z.enum(CASE_STATUSES) })
export const snoozedCase = z.object({ caseId: z.number(), snoozedUntil: z.string() })
export const addedNote = z.object({ id: z.string() })
export type ChangedStatus = z.output<typeof changedStatus>
export type SnoozedCase = z.output<typeof snoozedCase>
export type AddedNote = z.output<typeof addedNote>

const message = z.object({
  /** Our own number, by which a case of it can be opened; evidence of before there were any has none. */
  id: z.number().optional(),
  text: z.string(),
  sentAt: z.string(),
  member: z.string(),
  /** The author's number; likewise. */
  memberId: z.number().optional(),
})
export type ContextMessage = z.output<typeof message>
const report = z.object({
  id: z.string(),
  /** Null where reports come without a name, or where the reader's role may not know. */
  reporter: person.nullable(),
  /** What a report of theirs counts, and the figures behind it. */
  weight: z.number(),
  right: z.number(),
  wrong: z.number(),
  policyId: z.string().nullable(),
  reason: z.string(),
  comment: z.string(),
  revision: z.number(),
  /** Whether it weighs in the present opening. */
  isCounted: z.boolean(),
  outcome: z.enum(['right', 'wrong']).nullable(),
  createdAt: z.string(),
})
export type ReportView = z.output<typeof report>

/** What an automatic rule found in the item: live, or in shadow, where it did nothing. */
const caseHit = z.object({
  id: z.number(),
  ruleId: z.string(),
  /** As the version that hit was called. */
  rule: z.string(),
  /** Whether the rule was put away since: there is no page of it any more. */
  isArchived: z.boolean(),
  version: z.number(),
  mode: z.enum(['shadow', 'live']),
  /** Whether it did something: not where a person had ruled, and not twice. */
  hasActed: z.boolean(),
  revision: z.number(),
  /** The beginning of what was held against it, with the places that it found; null when it is not kept any more. */
  text: z.string().nullable(),
  places: z.array(z.object({ path: z.string(), start: z.number(), end: z.number() })),
  at: z.string(),
})
export type CaseHit = z.output<typeof caseHit>

const action = z.object({
  type: z.string(),
  detail: z.record(z.string(), z.unknown()),
  until: z.string().nullable(),
  isReversed: z.boolean(),
})
export const decisionView = z.object({
  id: z.string(),
  caseId: z.number(),
  actor: z.string(),
  at: z.string(),
  policyId: z.string().nullable(),
  reason: z.string(),
  note: z.string(),
  actions: z.array(action),
  /** Set on a reversal: the decision that it takes back. */
  reversesId: z.string().nullable(),
  isReversed: z.boolean(),
  /** Until when the link opens by which the member can appeal it; null where there is none that opens. */
  appealLinkUntil: z.string().nullable(),
})
export type DecisionView = z.output<typeof decisionView>

export const caseDetail = caseSummary.extend({
  evidence: z.array(
    z.object({
      revision: z.number(),
      content: itemContent,
      media: z.array(mediaView),
      before: z.array(message),
      after: z.array(message),
      capturedAt: z.string(),
    }),
  ),
  reportList: z.array(report),
  ruleHitList: z.array(caseHit),
  decisions: z.array(decisionView),
  /** What rules did to the item and its author and still stands: a decision that lets the item be ends it. */
  heldByRules: z.array(z.enum(['hide', 'mute'])),
  notes: z.array(z.object({ id: z.string(), text: z.string(), actor: z.string(), at: z.string() })),
  /** What was sent to the platform of the decisions, and what it answered. */
  deliveries: z.array(deliveryView),
  skips: z.array(z.object({ actor: z.string(), reason: z.string(), at: z.string() })),
})
export type CaseDetail = z.output<typeof caseDetail>

/** What a claim answers with. */
export const claimView = z.object({
  case: caseSummary,
  claimToken: z.string(),
  claimExpiresAt: z.string(),
  /** The actions that may be taken here and now. */
  actions: z.array(z.object({ type: z.string(), inverse: z.string().nullable(), needsPolicy: z.boolean() })),
})
export type ClaimView = z.output<typeof claimView>
