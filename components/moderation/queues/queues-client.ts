import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import type { QueueBody, QueuePatch } from '@/lib/moderation/schema/queues'

const answers = () => import('@/lib/moderation/schema/queues')

/** Whom a queue can be kept for. */
export const moderatorsQuery = () =>
  queryOptions({
    queryKey: ['queues', 'moderators'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/moderators', { schema: lateSchema(answers, 'moderatorPage'), signal }),
    meta: { topics: ['staff'] as const },
  })

function useQueueMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ['queues'] }) })
}

export const useAddQueue = () =>
  useQueueMutation((input: QueueBody) =>
    sendJson('POST', '/api/v1/queues', input, { schema: lateSchema(answers, 'queueView') }),
  )

/** @throws ApiError `queue.changed`, `queue.name_taken` */
export const useUpdateQueue = () =>
  useQueueMutation(({ id, ...change }: QueuePatch & { id: string }) =>
    sendJson('PATCH', `/api/v1/queues/${id}`, change, { schema: lateSchema(answers, 'queueView') }),
  )

/** @throws ApiError `queues.changed` */
export function useOrderQueues() {
  const client = useQueryClient()
  return useMutation({
    // One after another, so that the last one pressed is the last one saved.
    scope: { id: 'queues-order' },
    mutationFn: (ids: string[]) =>
      sendJson('PUT', '/api/v1/queues/order', { ids }, { schema: lateSchema(answers, 'queuePage') }),
    onSettled: () => client.invalidateQueries({ queryKey: ['queues'] }),
  })
}
