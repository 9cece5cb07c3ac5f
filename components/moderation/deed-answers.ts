import { z } from 'zod'

/** What the desk's deeds answer, as far as it is read. */
export const decidedAnswer = z.object({ decisionId: z.string(), version: z.number() })
export const statusAnswer = z.object({ status: z.string() })
export const snoozedAnswer = z.object({ snoozedUntil: z.string() })
export const madeAnswer = z.object({ id: z.string() })
export const bulkAnswer = z.object({
  results: z.array(
    z.object({
      caseId: z.number().nullable(),
      status: z.number(),
      decisionId: z.string().optional(),
      problem: z.object({ code: z.string(), detail: z.string() }).loose().optional(),
    }),
  ),
})
