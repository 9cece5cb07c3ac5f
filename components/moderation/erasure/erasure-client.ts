import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { ErasurePreview, ErasureView } from '@/lib/erasure/schema'

const pathOf = (memberId: number): string => `/api/v1/members/${memberId}/erasure`

/** What erasing a member takes; under cases, with which it changes. */
export const erasureQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['cases', 'erasure', memberId] as const,
    queryFn: ({ signal }) => getJson<ErasurePreview>(pathOf(memberId), { signal }),
  })

export function useEraseMember(memberId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => sendJson<ErasureView>('POST', pathOf(memberId), { reason }),
    onSuccess: () =>
      Promise.all(['cases', 'appeals', 'queues'].map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  })
}
