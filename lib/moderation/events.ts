import { z } from 'zod'
import type { DomainEventEntry } from '../domain.shared'

const item = z.strictObject({ type: z.string(), id: z.string(), revision: z.int() })
const member = z.strictObject({ id: z.string() })
const decided = { decisionId: z.guid(), caseId: z.int(), item, policyId: z.guid().nullable() }

const action = z.strictObject({
  ...decided,
  /** With what the action has of its own, as `minutes`. */
  action: z.looseObject({ type: z.string(), until: z.string().optional(), reverses: z.string().optional() }),
  member: member.nullable(),
  reason: z.string(),
  message: z.string(),
  reversesId: z.guid().optional(),
})
const outcome = z.strictObject({
  ...decided,
  reporter: member,
  outcome: z.enum(['right', 'wrong']),
  message: z.string(),
})
const appeal = z.strictObject({
  appealId: z.guid(),
  decisionId: z.guid(),
  status: z.enum(['open', 'upheld', 'overturned']),
  member: member.nullable(),
  reason: z.string().nullable(),
})

/** What moderation tells of. */
export const moderationEvents = {
  'moderation.action': {
    version: 1,
    payload: action,
    title: 'Action',
    description: 'Tells your platform what to do to an item or a member after a decision.',
    isWebhook: true,
    isPreselected: true,
  },
  'moderation.outcome': {
    version: 1,
    payload: outcome,
    title: 'Outcome',
    description: 'Tells each reporter the result of their report.',
    isWebhook: true,
    isPreselected: true,
  },
  'moderation.appeal': {
    version: 1,
    payload: appeal,
    title: 'Appeal',
    description: 'An appeal was received or decided.',
    isWebhook: true,
    isPreselected: true,
  },
} as const satisfies Record<string, DomainEventEntry>
