import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { LadderBody, LadderView } from '@/lib/moderation/schema/ladder'
import type { PolicyBody, PolicyPage, PolicyPatch, PolicyView } from '@/lib/moderation/schema/policies'

const POLICIES = ['policies'] as const

export const ladderQuery = () =>
  queryOptions({
    queryKey: [...POLICIES, 'ladder'] as const,
    queryFn: ({ signal }) => getJson<LadderView>('/api/v1/ladder', { signal }),
  })

function usePolicyMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: POLICIES }) })
}

export const useAddPolicy = () =>
  usePolicyMutation((input: PolicyBody) => sendJson<PolicyView>('POST', '/api/v1/policies', input))

/** @throws ApiError `policy.changed`, `policy.name_taken` */
export const useUpdatePolicy = () =>
  usePolicyMutation(({ id, ...change }: PolicyPatch & { id: string }) =>
    sendJson<PolicyView>('PATCH', `/api/v1/policies/${id}`, change),
  )

/** @throws ApiError `policies.changed` */
export function useOrderPolicies() {
  const client = useQueryClient()
  return useMutation({
    // One after another, so that the last one pressed is the last one saved.
    scope: { id: 'policies-order' },
    mutationFn: (ids: string[]) => sendJson<PolicyPage>('PUT', '/api/v1/policies/order', { ids }),
    onSettled: () => client.invalidateQueries({ queryKey: POLICIES }),
  })
}

/** @throws ApiError `ladder.changed` with the present one */
export const useReplaceLadder = () =>
  usePolicyMutation((ladder: LadderBody) => sendJson<LadderView>('PUT', '/api/v1/ladder', ladder))
