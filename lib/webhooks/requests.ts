import { z } from 'zod'
import { filterQuery } from '@/lib/core/http/page'
import { WEBHOOK_EVENTS } from './events'
import { webhookBody } from './schema'
import { DELIVERY_STATES, PING_EVENT } from './terms'

const SUBJECT_MAX = 200

export const createWebhookBody = webhookBody(WEBHOOK_EVENTS)
export type CreateWebhook = z.output<typeof createWebhookBody>

/** What is left out stays as it is. */
export const updateWebhookBody = z.strictObject({
  version: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  ...createWebhookBody.partial().shape,
  enabled: z.boolean().optional(),
})
export type UpdateWebhook = z.output<typeof updateWebhookBody>

export const deliveryListQuery = filterQuery({
  endpoint: z.uuid().optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  event: z.enum([...WEBHOOK_EVENTS, PING_EVENT]).optional(),
  subject: z.string().min(1).max(SUBJECT_MAX).optional(),
})
export type DeliveryListQuery = z.output<typeof deliveryListQuery>
