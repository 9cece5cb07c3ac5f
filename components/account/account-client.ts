import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { ApiError, getJson, sendJson } from '@/lib/core/http/client'
import type { ChangePassword, StaffView } from '@/lib/staff/schema'
import type { SessionView } from '@/lib/staff/schema/sessions'

/** Apart: the list is read again by itself, and forms' checks need not come with it. */

const ACCOUNT = ['staff', 'account'] as const
const SESSIONS = '/api/v1/account/sessions'

export const accountQuery = () =>
  queryOptions({
    queryKey: ACCOUNT,
    queryFn: ({ signal }) => getJson<StaffView>('/api/v1/account', { signal }),
  })

export function useRenameSelf() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string }) => sendJson<StaffView>('PATCH', '/api/v1/account', body),
    onSuccess: (account) => client.setQueryData(ACCOUNT, account),
  })
}

const SESSIONS_LIST = ['sessions', 'list'] as const

/** One's open sessions; made old whenever one begins or ends, on whatever device. */
export const sessionListQuery = () => listQuery<SessionView>({ key: SESSIONS_LIST, path: SESSIONS })

/** Ends one of one's sessions. One that is over already is what was wanted. */
export function useEndSession() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      sendJson('DELETE', `${SESSIONS}/${id}`, undefined).catch((error: unknown) => {
        if (!(error instanceof ApiError && error.code === 'session.not_found')) throw error
      }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS_LIST }),
  })
}

/** Ends all sessions but this one, which goes on with a new cookie. */
export function useEndOtherSessions() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => sendJson('DELETE', SESSIONS, undefined, { query: { keep: 'current' } }),
    onSettled: () => client.invalidateQueries({ queryKey: SESSIONS_LIST }),
  })
}

/** Changes the password. All other sessions end; this one goes on with a new cookie. */
export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: ChangePassword) => sendJson('PUT', '/api/v1/account/password', body),
    gcTime: 0,
  })

/** Ends all sessions, this one too. */
export const endSessions = () => sendJson('DELETE', SESSIONS, undefined)
