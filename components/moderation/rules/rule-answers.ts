import { z } from 'zod'

/** What is read of a saved rule. */
export const savedRuleAnswer = z.object({ id: z.string(), version: z.number() })
