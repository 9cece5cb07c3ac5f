import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { defineResource } from '@/components/screen/define-resource'
import { listQuery } from '@/components/screen/list-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { CreateWebhook, UpdateWebhook } from '@/lib/webhooks/requests'
import type { DeliveryDetail, DeliveryView, ReplayedDead, WebhookView, WebhookWithSecret } from '@/lib/webhooks/schema'
import { DELIVERY_STATES, type DeliveryState } from '@/lib/webhooks/terms'

/** The topic of endpoints and of their deliveries, so that every answer of this page is made old by either. */
const WEBHOOKS = ['webhooks'] as const

/** What the address of an endpoint's page says about its deliveries. */
export const deliveryParams = { state: parseAsStringLiteral(DELIVERY_STATES), delivery: parseAsString }
export const loadDeliveryParams = createLoader(deliveryParams)

interface WebhookViews {
  item: WebhookView
  create: CreateWebhook
  /** Holds the secret, which is shown once. */
  created: WebhookWithSecret
  update: UpdateWebhook
}

export const webhooks = defineResource<WebhookViews>('/api/v1/webhooks', { topic: 'webhooks' })

export interface DeliveryFilter extends Record<string, string | undefined> {
  endpoint: string
  state?: DeliveryState | undefined
}

export const deliveriesQuery = (filter: DeliveryFilter) =>
  listQuery<DeliveryView>({
    key: [...WEBHOOKS, 'deliveries'],
    path: '/api/v1/deliveries',
    filter,
  })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...WEBHOOKS, 'delivery', id] as const,
    queryFn: ({ signal }) => getJson<DeliveryDetail>(`/api/v1/deliveries/${id}`, { signal }),
  })

function useWebhookMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // Some answers hold a secret, which has no business in a cache.
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: WEBHOOKS }),
  })
}

export const useRollSecret = () =>
  useWebhookMutation((id: string) => sendJson<WebhookWithSecret>('POST', `/api/v1/webhooks/${id}/secrets`, undefined))

export const useSendTest = () =>
  useWebhookMutation((id: string) => sendJson<DeliveryDetail>('POST', `/api/v1/webhooks/${id}/tests`, undefined))

export const useReplayDead = () =>
  useWebhookMutation((id: string) => sendJson<ReplayedDead>('POST', `/api/v1/webhooks/${id}/replays`, undefined))

export const useReplay = () =>
  useWebhookMutation((id: string) => sendJson<DeliveryDetail>('POST', `/api/v1/deliveries/${id}/replay`, undefined))
