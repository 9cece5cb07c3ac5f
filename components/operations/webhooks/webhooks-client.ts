import { useMutation, useQueryClient } from '@tanstack/react-query'
import { defineResource } from '@/components/screen/define-resource'
import { sendJson } from '@/lib/core/http/client'
import type { CreateWebhook, UpdateWebhook } from '@/lib/webhooks/requests'
import type { DeliveryDetail, WebhookView, WebhookWithSecret } from '@/lib/webhooks/schema'

interface WebhookViews {
  item: WebhookView
  create: CreateWebhook
  /** Holds the secret, which is shown once. */
  created: WebhookWithSecret
  update: UpdateWebhook
}

/** Where things are sent. Its topic is that of the deliveries too, so that either makes all answers of these pages old. */
export const webhooks = defineResource<WebhookViews>('/api/v1/webhooks', { topic: 'webhooks' })

/** What is done about endpoints and deliveries besides adding, changing and removing. */
export function useWebhookMutation<Input, Output>(mutationFn: (input: Input) => Promise<Output>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn,
    // Some answers hold a secret, which has no business in a cache.
    gcTime: 0,
    onSettled: () => client.invalidateQueries({ queryKey: webhooks.keys.all }),
  })
}

export const useRollSecret = () =>
  useWebhookMutation((id: string) => sendJson<WebhookWithSecret>('POST', `/api/v1/webhooks/${id}/secrets`, undefined))

export const useSendTest = () =>
  useWebhookMutation((id: string) => sendJson<DeliveryDetail>('POST', `/api/v1/webhooks/${id}/tests`, undefined))
