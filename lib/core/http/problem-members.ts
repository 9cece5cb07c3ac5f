import { z } from 'zod'

/** What a problem document says beside its status; some codes have members of their own, such as the winner of a conflict. */
export const problemMembers = z.looseObject({
  /** Stable, for programs. */
  code: z.string(),
  /** For people. */
  detail: z.string(),
  /** Of a 422, the members at fault. */
  errors: z
    .array(
      z.object({
        path: z.string(),
        message: z.string(),
        /** In an expression of a rule that can not be used. */
        position: z.number().optional(),
      }),
    )
    .optional(),
})
export type ProblemMembers = z.output<typeof problemMembers>
