import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'

const answers = () => import('@/lib/erasure/schema')

const pathOf = (memberId: number): string => `/api/v1/members/${memberId}/erasure`

/** What erasing a member takes; under cases, with which it changes. */
export const erasureQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['cases', 'erasure', memberId] as const,
    queryFn: ({ signal }) => getJson(pathOf(memberId), { schema: lateSchema(answers, 'erasurePreview'), signal }),
  })

export function useEraseMember(memberId: number) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) =>
      sendJson('POST', pathOf(memberId), { reason }, { schema: lateSchema(answers, 'erasureView') }),
    onSuccess: () =>
      Promise.all(['cases', 'appeals', 'queues'].map((topic) => client.invalidateQueries({ queryKey: [topic] }))),
  })
}
