import { useMutation, useQueryClient } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import { sendJson } from '@/lib/core/http/client'
import { type AddKey, createdKey, keyView } from '@/lib/staff/schema'

const KEYS_LIST = ['keys', 'list'] as const

export const keyListQuery = () => listQuery({ key: KEYS_LIST, path: '/api/v1/keys', item: keyView })

/** Makes an API key; the answer carries it, and nothing else ever does. */
export function useAddKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: AddKey) => sendJson('POST', '/api/v1/keys', input, { schema: createdKey }),
    // The answer holds the secret, which has no business in a cache.
    gcTime: 0,
    onSuccess: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}

export function useRevokeKey() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => sendJson('DELETE', `/api/v1/keys/${id}`, undefined, { schema: keyView }),
    onSettled: () => client.invalidateQueries({ queryKey: KEYS_LIST }),
  })
}
