import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import { sendJson } from '@/lib/core/http/client'
import { viewersView } from '@/lib/moderation/schema/desk'

/** Three signs within the minute for which one counts. */
const SIGN_MS = 20_000

const pathOf = (caseId: number): string => `/api/v1/cases/${caseId}/viewers`

/** Asking who else looks says that one looks oneself; a tab out of sight stops asking, and so it is gone within a minute. */
const viewersQuery = (caseId: number) =>
  queryOptions({
    queryKey: ['viewers', caseId] as const,
    queryFn: ({ signal }) => sendJson('PUT', pathOf(caseId), undefined, { schema: viewersView, signal }),
    refetchInterval: SIGN_MS,
    staleTime: 0,
    gcTime: 0,
    // What it answers is soon told anew; a failure is no news about the case.
    retry: false,
  })

/** The names of those who have the case open as well, live. */
export function useViewers(caseId: number): string[] {
  const { data } = useQuery(viewersQuery(caseId))
  useEffect(() => {
    const leave = () => void fetch(pathOf(caseId), { method: 'DELETE', keepalive: true }).catch(() => undefined)
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      leave()
    }
  }, [caseId])
  return data?.items.map(({ name }) => name) ?? []
}
