import { queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import type { DeliveryDetail, DeliveryView, ReplayedFailed } from '@/lib/webhooks/schema'
import { DELIVERY_STATES, type DeliveryState } from '@/lib/webhooks/terms'
import { useWebhookMutation, webhooks } from './webhooks-client'

/** What the address of an endpoint's page says about its deliveries. */
export const deliveryParams = { state: parseAsStringLiteral(DELIVERY_STATES), delivery: parseAsString }
export const loadDeliveryParams = createLoader(deliveryParams)

export interface DeliveryFilter extends Record<string, string | undefined> {
  endpoint: string
  state?: DeliveryState | undefined
}

export const deliveriesQuery = (filter: DeliveryFilter) =>
  listQuery<DeliveryView>({ key: [...webhooks.keys.all, 'deliveries'], path: '/api/v1/deliveries', filter })

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: [...webhooks.keys.all, 'delivery', id] as const,
    queryFn: ({ signal }) => getJson<DeliveryDetail>(`/api/v1/deliveries/${id}`, { signal }),
  })

export const useReplayDead = () =>
  useWebhookMutation((id: string) => sendJson<ReplayedFailed>('POST', `/api/v1/webhooks/${id}/replays`, undefined))

export const useReplay = () =>
  useWebhookMutation((id: string) => sendJson<DeliveryDetail>('POST', `/api/v1/deliveries/${id}/replay`, undefined))
