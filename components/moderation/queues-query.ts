import { queryOptions } from '@tanstack/react-query'
import { getJson, lateSchema } from '@/lib/core/http/client'

const answers = () => import('@/lib/moderation/schema/queues')

/** With what waits in each, so that a case that comes or goes makes it old as well. */
export const queuesQuery = () =>
  queryOptions({
    queryKey: ['queues', 'list'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/queues', { schema: lateSchema(answers, 'queuePage'), signal }),
    meta: { topics: ['cases'] as const },
  })
