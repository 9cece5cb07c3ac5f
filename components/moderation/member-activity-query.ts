import { queryOptions } from '@tanstack/react-query'
import { getJson, lateSchema } from '@/lib/core/http/client'

const answers = () => import('@/lib/moderation/schema/desk')

export const memberActivityQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['settings', 'member-activity', memberId] as const,
    queryFn: ({ signal }) =>
      getJson(`/api/v1/members/${memberId}/activity`, { schema: lateSchema(answers, 'memberActivityView'), signal }),
    // Half a year doesn't change while a queue is worked, whatever becomes of cases.
    staleTime: Number.POSITIVE_INFINITY,
  })
