import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/core/http/client'
import type { QueuePage } from '@/lib/moderation/schema/queues'

/** With what waits in each, so that a case that comes or goes makes it old as well. */
export const queuesQuery = () =>
  queryOptions({
    queryKey: ['queues', 'list'] as const,
    queryFn: ({ signal }) => getJson<QueuePage>('/api/v1/queues', { signal }),
    meta: { topics: ['cases'] as const },
  })
