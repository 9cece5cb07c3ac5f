import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { sendJson } from '@/lib/core/http/client'
import type { CreatedKey, KeyFields, KeyView } from '@/lib/staff/schema'

const KEYS_LIST = ['keys', 'list'] as const

export const keyListQuery = () => listQuery<KeyView>({ key: KEYS_LIST, path: '/api/v1/keys' })

/** Makes an API key; the answer carries it, and nothing else ever does. */
export function useAddKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: KeyFields) => sendJson<CreatedKey>('POST', '/api/v1/keys', input),
    // The answer holds the secret, which has no business in a cache.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}

export function useRevokeKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => sendJson<KeyView>('DELETE', `/api/v1/keys/${id}`, undefined),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}
