import { queryOptions } from '@tanstack/react-query'
import { getJson } from '@/lib/core/http/client'
import type { MemberActivityView } from '@/lib/moderation/schema/case-tools'

export const memberActivityQuery = (memberId: number) =>
  queryOptions({
    queryKey: ['settings', 'member-activity', memberId] as const,
    queryFn: ({ signal }) => getJson<MemberActivityView>(`/api/v1/members/${memberId}/activity`, { signal }),
    // Half a year doesn't change while a queue is worked, whatever becomes of cases.
    staleTime: Number.POSITIVE_INFINITY,
  })
