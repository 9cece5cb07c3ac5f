import { z } from 'zod'
import { hasEnd, LADDER_ACTIONS } from '../terms'

const STEPS_MAX = 20
/** A year; what is to last longer is a ban. */
const MINUTES_MAX = 525_600

export const ladderStep = z
  .strictObject({
    /** Points within so many days at which the step is due. */
    points: z.int('must be a whole number').min(1, 'must be at least 1').max(1_000),
    days: z.int('must be a whole number').min(1, 'must be at least 1').max(3_650),
    action: z.enum(LADDER_ACTIONS, `The action of a step must be one of ${LADDER_ACTIONS.join(', ')}.`),
    /** How long a mute or a suspension lasts; null for the others. */
    minutes: z.int('must be a whole number').min(1, 'must be at least 1').max(MINUTES_MAX).nullable().default(null),
    /** Whether it comes with the decision that reaches it; else it is proposed. */
    isApplied: z.boolean().default(false),
  })
  .superRefine(({ action, minutes }, context) => {
    if (hasEnd(action) === (minutes !== null)) return
    const message = hasEnd(action)
      ? `Enter a duration for the action ${action}.`
      : `The action ${action} can’t have a duration.`
    context.addIssue({ code: 'custom', path: ['minutes'], message })
  })
export type LadderStep = z.output<typeof ladderStep>

export const ladderBody = z.strictObject({
  items: z
    .array(ladderStep)
    .max(STEPS_MAX, `A ladder can have at most ${STEPS_MAX} steps.`)
    .superRefine((steps, context) => {
      for (const [index, { points }] of steps.entries()) {
        if (steps.findIndex((other) => other.points === points) === index) continue
        context.addIssue({
          code: 'custom',
          path: [index, 'points'],
          message: 'Two steps can’t have the same points.',
        })
      }
    }),
  /** That of the ladder which was read; left out, whatever stands is replaced. */
  version: z.string().max(100).optional(),
})
export type LadderBody = z.output<typeof ladderBody>

export const ladderView = z.object({ items: z.array(ladderStep), next: z.null(), version: z.string() })
export type LadderView = z.output<typeof ladderView>
