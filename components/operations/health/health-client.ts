import { queryOptions } from '@tanstack/react-query'
import type { HealthView } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'

/** Nobody announces what has fallen silent: it is found by asking. */
const REFETCH_EVERY_MS = 5_000

export const healthQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => getJson<HealthView>('/api/v1/health', { signal }),
    refetchInterval: REFETCH_EVERY_MS,
    meta: { topics: ['runs', 'sources'] },
  })
