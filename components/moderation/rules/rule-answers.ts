import { z } from 'zod'

/** What is read of a saved rule. */
export const savedRuleAnswer = z.object({ id: z.string(), version: z.number() })

/** No more than the overview shows of rules that stopped themselves. */
export const trippedRulesAnswer = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), dailyCap: z.number() })),
})
