import { queryOptions, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { afterPaint } from '@/components/ui/after-paint'
import { sendJson } from '@/lib/core/http/client'
import type { ViewersView } from '@/lib/moderation/schema/case-tools'

/** Who walks through a list with j and k looks at nothing on the way, and the case is painted before its viewers are asked for. */
const SETTLE_MS = 150
/** Three signs within the minute for which one counts. */
const SIGN_MS = 20_000

const pathOf = (caseId: number): string => `/api/v1/cases/${caseId}/viewers`

/** Asking who else looks says that one looks oneself; a tab out of sight stops asking, and so it is gone within a minute. */
const viewersQuery = (caseId: number) =>
  queryOptions({
    queryKey: ['viewers', caseId] as const,
    queryFn: ({ signal }) => sendJson<ViewersView>('PUT', pathOf(caseId), undefined, { signal }),
    refetchInterval: SIGN_MS,
    staleTime: 0,
    gcTime: 0,
    meta: { of: { viewers: caseId } },
    // What it answers is soon told anew; a failure is no news about the case.
    retry: false,
  })

/** The names of those who have the case open as well, live. */
export function useViewers(caseId: number): string[] {
  const [settledOn, settleOn] = useState<number | null>(null)
  const { data } = useQuery({ ...viewersQuery(caseId), enabled: settledOn === caseId })
  useEffect(() => {
    let hasLooked = false
    const timer = setTimeout(() => {
      hasLooked = true
      settleOn(caseId)
    }, SETTLE_MS)
    const leave = () => {
      if (hasLooked) void fetch(pathOf(caseId), { method: 'DELETE', keepalive: true }).catch(() => undefined)
    }
    window.addEventListener('pagehide', leave)
    return () => {
      clearTimeout(timer)
      window.removeEventListener('pagehide', leave)
      // After the next case, which is what one waits for.
      afterPaint(leave)
    }
  }, [caseId])
  return data?.items.map(({ name }) => name) ?? []
}
