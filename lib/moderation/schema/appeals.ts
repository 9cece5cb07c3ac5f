import { z } from 'zod'
import { filterQuery, pageOf } from '@/lib/core/http/page'
import { APPEAL_STATUSES } from '../rules/appeals'
import { APPEAL_TEXT_MAX, ITEM_TYPES } from '../terms'
import { decisionView } from './cases'
import { externalId, itemContent } from './items'

const TOKEN_MAX = 200

const text = z
  .string('Explain why the decision should be overturned.')
  .trim()
  .min(1, 'Explain why the decision should be overturned.')
  .max(APPEAL_TEXT_MAX, `An appeal can have at most ${APPEAL_TEXT_MAX} characters.`)

/** A member's objection, as the platform passes it on. */
export const appealBody = z.strictObject({
  decisionId: z.uuid('Use the ID of a decision.'),
  /** The platform's id of the member whom the decision is about. */
  memberId: externalId,
  text,
})
export type AppealBody = z.output<typeof appealBody>

export const rulingBody = z.strictObject({
  ruling: z.enum(['upheld', 'overturned'], 'The ruling must be upheld or overturned.'),
  /** The member is told it. */
  reason: z
    .string('Enter a reason.')
    .trim()
    .min(1, 'Enter a reason.')
    .max(2_000, 'A reason can have at most 2000 characters.'),
})
export type RulingBody = z.output<typeof rulingBody>

export const appealParams = z.object({ id: z.uuid() })
export const appealListQuery = filterQuery({ status: z.enum(APPEAL_STATUSES).optional() })
export type AppealListQuery = z.output<typeof appealListQuery>

/** What who sent an appeal is answered: nothing of the staff. */
export const receivedAppeal = z.object({
  id: z.string(),
  /** The same, as webhooks call it. */
  appealId: z.string(),
  decisionId: z.string(),
  memberId: z.string(),
  status: z.enum(APPEAL_STATUSES),
  createdAt: z.string(),
})
export type ReceivedAppeal = z.output<typeof receivedAppeal>

export const ruledAppeal = z.object({
  id: z.string(),
  decisionId: z.string(),
  caseId: z.number(),
  status: z.enum(APPEAL_STATUSES),
  ruledAt: z.string(),
  /** The decision that took the appealed one back. */
  reversalId: z.string().nullable(),
})
export type RuledAppeal = z.output<typeof ruledAppeal>

/** An appeal with the decision that it is against, as the staff see it. Instants are ISO strings. */
export const appealView = z.object({
  id: z.string(),
  status: z.enum(APPEAL_STATUSES),
  text: z.string(),
  member: z.object({ id: z.number(), externalId: z.string(), name: z.string().nullable() }),
  /** Who passed it on; null where the member used the link of the decision. */
  receivedBy: z.string().nullable(),
  createdAt: z.string(),
  item: z.object({ type: z.enum(ITEM_TYPES), id: z.string(), content: itemContent }),
  decision: decisionView
    .pick({ id: true, caseId: true, actor: true, at: true, policyId: true, reason: true, actions: true })
    .extend({
      isReversed: z.boolean(),
      /** Whether the person who asks made it, or a key of theirs, and so may not rule on the appeal. */
      isOwn: z.boolean(),
    }),
  ruling: z
    .object({ actor: z.string(), reason: z.string(), at: z.string(), reversalId: z.string().nullable() })
    .nullable(),
})
export type AppealView = z.output<typeof appealView>
export const appealPage = pageOf(appealView)

/** The only answer that ever holds the link. */
export const issuedAppealLink = z.object({ url: z.string(), expiresAt: z.string() })
export type IssuedAppealLink = z.output<typeof issuedAppealLink>

export const appealToken = z.strictObject({ token: z.string().min(1).max(TOKEN_MAX) })
export const linkAppealBody = appealToken.extend({ text })
export const linkAppealForm = z.object({ text })
export type LinkAppealForm = z.output<typeof linkAppealForm>

/** What the holder of a link sees: their own item and what was done, nothing of who complained or who decided. */
export const openAppealLink = z.object({
  item: z.object({ type: z.enum(ITEM_TYPES), content: itemContent }),
  actions: z.array(z.object({ type: z.string(), until: z.string().nullable() })),
  policy: z.object({ name: z.string(), description: z.string() }).nullable(),
  decidedAt: z.string(),
  expiresAt: z.string(),
})
export type OpenAppealLink = z.output<typeof openAppealLink>
export const sentAppeal = z.object({ status: z.enum(APPEAL_STATUSES), createdAt: z.string() })
export type SentAppeal = z.output<typeof sentAppeal>
