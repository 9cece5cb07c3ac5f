import { z } from 'zod'
import { CASE_STATUSES } from '../rules/status'
import { ITEM_TYPES } from '../terms'

/** What a member's past says: strikes, standing, and how near the next step of the ladder is. */
export const recordView = z.object({
  member: z.object({
    id: z.number(),
    externalId: z.string(),
    name: z.string().nullable(),
    joinedAt: z.string().nullable(),
    leftAt: z.string().nullable(),
    lastActiveAt: z.string().nullable(),
  }),
  /** Of the strikes that count now. */
  points: z.number(),
  strikes: z.array(
    z.object({
      id: z.string(),
      /** These three are null for a case of a queue that the reader doesn't work. */
      decisionId: z.string().nullable(),
      caseId: z.number().nullable(),
      policy: z.string().nullable(),
      points: z.number(),
      givenAt: z.string(),
      expiresAt: z.string().nullable(),
      isVoided: z.boolean(),
      isActive: z.boolean(),
    }),
  ),
  standing: z.object({
    mutedUntil: z.string().nullable(),
    suspendedUntil: z.string().nullable(),
    isBanned: z.boolean(),
  }),
  ladder: z.array(
    z.object({
      /** Points within so many days at which the step is due. */
      points: z.number(),
      days: z.number(),
      action: z.enum(['warn', 'mute', 'suspend', 'ban']),
      minutes: z.number().nullable(),
      /** Whether it comes by itself; else it is proposed. */
      isApplied: z.boolean(),
      /** Points that count for it now. */
      counted: z.number(),
    }),
  ),
  /** Those that the reader may see. */
  cases: z.number(),
  /** The latest of them, newest first. */
  latestCases: z.array(
    z.object({
      id: z.number(),
      itemType: z.enum(ITEM_TYPES),
      /** The beginning of what was said; null where nothing was, or it is not kept. */
      text: z.string().nullable(),
      status: z.enum(CASE_STATUSES),
      openedAt: z.string(),
      decidedAt: z.string().nullable(),
      /** What was done, and under which policy; of a case that waits nothing. */
      actions: z.array(z.string()),
      policy: z.string().nullable(),
    }),
  ),
  /** What earlier reports of theirs turned out to be. */
  reportsMade: z.object({ right: z.number(), wrong: z.number() }),
})
export type RecordView = z.output<typeof recordView>
