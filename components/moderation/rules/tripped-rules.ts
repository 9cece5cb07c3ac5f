import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/core/http/client'
import type { RulePage } from '@/lib/moderation/schema/automatic-rules'

/** What the server fetches ahead is the same. */
export const TRIPPED_RULES = { isTripped: true, limit: 20 } as const

/** Rules that their cap has put back into shadow, for whoever may see rules. */
export const trippedRulesQuery = () =>
  queryOptions({
    queryKey: ['rules', 'tripped'] as const,
    queryFn: ({ signal }) => getJson<RulePage>('/api/v1/rules', { query: TRIPPED_RULES, signal }),
  })
