import { queryOptions } from '@tanstack/react-query'
import { getJson, lateSchema } from '@/lib/core/http/client'

const answers = () => import('@/lib/collection/schema')

/** Nobody announces what has fallen silent: it is found by asking. */
const ASK_EVERY_MS = 5_000

export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => getJson('/api/v1/health', { schema: lateSchema(answers, 'healthView'), signal }),
    refetchInterval: ASK_EVERY_MS,
    meta: { topics: ['runs', 'sources'] },
  })
