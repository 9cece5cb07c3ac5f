import { z } from 'zod'
import { anyJson, describedAs } from '@/lib/core/http/described-as'
import { problemMembers } from '@/lib/core/http/problem-members'
import { instantInput } from '@/lib/core/time/instants'

const REASON_MAX = 2_000
const NOTE_MAX = 10_000
const ACTIONS_MAX = 8
/** Ten years; what is to last longer is a ban. */
const LASTING_MINUTES_MAX = 5_256_000
export const BULK_MAX = 500

/** How long it lasts: so many minutes from now, or until an instant. */
const lasting = <T extends string>(type: T) =>
  z
    .strictObject({
      type: z.literal(type),
      minutes: z.int().min(1).max(LASTING_MINUTES_MAX).optional(),
      until: instantInput.optional(),
    })
    .refine(({ minutes, until }) => (minutes === undefined) !== (until === undefined), {
      path: ['until'],
      message: 'Enter how long it lasts, as minutes or until.',
    })
const custom = z.strictObject({
  type: z.literal('custom'),
  /** What the platform calls it. */
  name: z.string().trim().min(1).max(100),
  detail: z.record(z.string(), anyJson).optional(),
  /** Nothing takes it back, so it has to be said twice. */
  isConfirmed: z.boolean().default(false),
})
const bare = <T extends string>(type: T) => z.strictObject({ type: z.literal(type) })

export const actionInput = z.discriminatedUnion(
  'type',
  [
    bare('keep'),
    bare('hide'),
    bare('remove'),
    bare('restore'),
    bare('warn'),
    lasting('mute'),
    lasting('suspend'),
    bare('ban'),
    bare('escalate'),
    custom,
  ],
  { error: 'Unknown action.' },
)
export type ActionInput = z.output<typeof actionInput>
export type ActionType = ActionInput['type']

const version = z.int().min(1)
const reason = z.string().trim().max(REASON_MAX, `A reason can have at most ${REASON_MAX} characters.`)

/** A ruling on the case as it was read: version and claim have to be those of the claim's answer. */
export const decisionBody = z.strictObject({
  version,
  claimToken: z.uuid(),
  /** May be null for keep, restore and escalate. */
  policyId: z.uuid().nullish(),
  actions: z.array(actionInput).min(1, 'Choose an action.').max(ACTIONS_MAX),
  reason: reason.default(''),
  note: z.string().trim().max(NOTE_MAX).default(''),
})
export type DecisionBody = z.output<typeof decisionBody>

export const reversalBody = z.strictObject({ reason: reason.min(1, 'Enter a reason for the reversal.') })

/** Rows are checked one by one; a case of a bulk needs no claim, only the version that was on the screen. */
export const bulkRow = decisionBody.omit({ claimToken: true }).extend({ caseId: z.int().min(1) })
export const bulkBody = describedAs(
  z.strictObject({
    decisions: z.array(z.unknown()).min(1).max(BULK_MAX, `You can decide at most ${BULK_MAX} cases at once.`),
  }),
  () => z.strictObject({ decisions: z.array(bulkRow).min(1).max(BULK_MAX) }),
)
export type BulkRow = z.output<typeof bulkRow>

export const decisionParams = z.object({ id: z.uuid() })

/** A decision that was made, and the version of its case after it. */
export const decidedCase = z.object({ decisionId: z.string(), version: z.number() })
export type DecidedCase = z.output<typeof decidedCase>

/** By row of a bulk, in their order: the decision, or why there is none. */
export const bulkResults = z.object({
  results: z.array(
    z.union([
      decidedCase.extend({ caseId: z.number().nullable(), status: z.literal(201) }),
      z.object({ caseId: z.number().nullable(), status: z.number(), problem: problemMembers }),
    ]),
  ),
})
export type BulkResults = z.output<typeof bulkResults>
