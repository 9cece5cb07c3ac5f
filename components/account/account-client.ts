import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import type { ChangePassword } from '@/lib/staff/schema'

const answers = () => import('@/lib/staff/schema')

const ACCOUNT = ['staff', 'account'] as const

export const accountQuery = () =>
  queryOptions({
    queryKey: ACCOUNT,
    queryFn: ({ signal }) => getJson('/api/v1/account', { schema: lateSchema(answers, 'staffView'), signal }),
  })

export function useRenameSelf() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: { name: string }) =>
      sendJson('PATCH', '/api/v1/account', body, { schema: lateSchema(answers, 'staffView') }),
    onSuccess: (account) => client.setQueryData(ACCOUNT, account),
  })
}

/** Changes the password. All other sessions end; this one goes on with a new cookie. */
export const useChangePassword = () =>
  useMutation({
    mutationFn: (body: ChangePassword) => sendJson('PUT', '/api/v1/account/password', body),
    gcTime: 0,
  })

/** Ends all sessions, this one too. */
export const endSessions = () => sendJson('DELETE', '/api/v1/account/sessions', undefined)
