import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { lateSchema, sendJson } from '@/lib/core/http/client'
import type { KeyFields } from '@/lib/staff/schema'

const answers = () => import('@/lib/staff/schema')

const KEYS_LIST = ['keys', 'list'] as const

export const keyListQuery = () =>
  listQuery({ key: KEYS_LIST, path: '/api/v1/keys', item: lateSchema(answers, 'keyView') })

/** Makes an API key; the answer carries it, and nothing else ever does. */
export function useAddKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: KeyFields) =>
      sendJson('POST', '/api/v1/keys', input, { schema: lateSchema(answers, 'createdKey') }),
    // The answer holds the secret, which has no business in a cache.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}

export function useRevokeKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) =>
      sendJson('DELETE', `/api/v1/keys/${id}`, undefined, { schema: lateSchema(answers, 'keyView') }),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}
