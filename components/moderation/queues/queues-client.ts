import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { ModeratorPage, QueueBody, QueuePage, QueuePatch, QueueView } from '@/lib/moderation/schema/queues'

/** Whom a queue can be kept for. */
export const moderatorsQuery = () =>
  queryOptions({
    queryKey: ['queues', 'moderators'] as const,
    queryFn: ({ signal }) => getJson<ModeratorPage>('/api/v1/moderators', { signal }),
    meta: { topics: ['staff'] as const },
  })

function useQueueMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: ['queues'] }) })
}

export const useAddQueue = () =>
  useQueueMutation((input: QueueBody) => sendJson<QueueView>('POST', '/api/v1/queues', input))

/** @throws ApiError `queue.changed`, `queue.name_taken` */
export const useUpdateQueue = () =>
  useQueueMutation(({ id, ...change }: QueuePatch & { id: string }) =>
    sendJson<QueueView>('PATCH', `/api/v1/queues/${id}`, change),
  )

/** @throws ApiError `queues.changed` */
export function useOrderQueues() {
  const client = useQueryClient()
  return useMutation({
    // One after another, so that the last one pressed is the last one saved.
    scope: { id: 'queues-order' },
    mutationFn: (ids: string[]) => sendJson<QueuePage>('PUT', '/api/v1/queues/order', { ids }),
    onSettled: () => client.invalidateQueries({ queryKey: ['queues'] }),
  })
}
