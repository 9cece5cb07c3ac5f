import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { getJson, lateSchema, sendJson } from '@/lib/core/http/client'
import type { LadderBody } from '@/lib/moderation/schema/ladder'
import type { PolicyBody, PolicyPatch } from '@/lib/moderation/schema/policies'

const ladderAnswers = () => import('@/lib/moderation/schema/ladder')
const policiesAnswers = () => import('@/lib/moderation/schema/policies')

const POLICIES = ['policies'] as const

export const ladderQuery = () =>
  queryOptions({
    queryKey: [...POLICIES, 'ladder'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/ladder', { schema: lateSchema(ladderAnswers, 'ladderView'), signal }),
  })

function usePolicyMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({ mutationFn, onSettled: () => client.invalidateQueries({ queryKey: POLICIES }) })
}

export const useAddPolicy = () =>
  usePolicyMutation((input: PolicyBody) =>
    sendJson('POST', '/api/v1/policies', input, { schema: lateSchema(policiesAnswers, 'policyView') }),
  )

/** @throws ApiError `policy.changed`, `policy.name_taken` */
export const useUpdatePolicy = () =>
  usePolicyMutation(({ id, ...change }: PolicyPatch & { id: string }) =>
    sendJson('PATCH', `/api/v1/policies/${id}`, change, { schema: lateSchema(policiesAnswers, 'policyView') }),
  )

/** @throws ApiError `policies.changed` */
export function useOrderPolicies() {
  const client = useQueryClient()
  return useMutation({
    // One after another, so that the last one pressed is the last one saved.
    scope: { id: 'policies-order' },
    mutationFn: (ids: string[]) =>
      sendJson('PUT', '/api/v1/policies/order', { ids }, { schema: lateSchema(policiesAnswers, 'policyPage') }),
    onSettled: () => client.invalidateQueries({ queryKey: POLICIES }),
  })
}

/** @throws ApiError `ladder.changed` with the present one */
export const useReplaceLadder = () =>
  usePolicyMutation((ladder: LadderBody) =>
    sendJson('PUT', '/api/v1/ladder', ladder, { schema: lateSchema(ladderAnswers, 'ladderView') }),
  )
