import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { getJson } from '@/lib/core/http/client'

/** What the server fetches ahead is the same. */
export const TRIPPED_RULES = { isTripped: true, limit: 20 } as const

/** No more than is shown of them: the whole schema of rules would weigh on the first page that one opens. */
const trippedRules = z.object({
  items: z.array(z.object({ id: z.string(), name: z.string(), dailyCap: z.number() })),
})

/** Rules that their cap has put back into shadow, for whoever may see rules. */
export const trippedRulesQuery = () =>
  queryOptions({
    queryKey: ['rules', 'tripped'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/rules', { query: TRIPPED_RULES, schema: trippedRules, signal }),
  })
