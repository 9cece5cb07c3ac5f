import { z } from 'zod'
import { filterQuery, pageOf } from '@/lib/core/http/page'
import { DELIVERY_STATES } from './terms'

/** What an endpoint can ask for. */
export const WEBHOOK_EVENTS = ['moderation.action', 'moderation.outcome', 'moderation.appeal', 'audit.head'] as const
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number]

/** What a platform needs to carry out decisions: the choice for a new endpoint. */
export const PLATFORM_EVENTS: readonly WebhookEvent[] = ['moderation.action', 'moderation.outcome', 'moderation.appeal']

/** What somebody sends by hand to try an endpoint; it is for that endpoint, whatever it asks for. */
export const PING_EVENT = 'ping'
const DELIVERY_EVENTS = [...WEBHOOK_EVENTS, PING_EVENT] as const

export const DISABLED_REASONS = ['staff', 'gone'] as const

const URL_MAX = 2_000
const TEXT_MAX = 200

const url = z
  .url({ protocol: /^https?$/, error: 'needs an http or https address' })
  .max(URL_MAX)
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), {
    error: 'must not hold a user name or a password: the signature proves who sends',
  })
const events = z
  .array(z.enum(WEBHOOK_EVENTS, 'There is no such event.'))
  .min(1, 'Choose at least one event.')
  .max(WEBHOOK_EVENTS.length * 2)
  .transform((chosen) => WEBHOOK_EVENTS.filter((event) => chosen.includes(event)))

export const webhookParams = z.object({ id: z.uuid() })
export const deliveryParams = z.object({ id: z.uuid() })

export const createWebhookBody = z.strictObject({ url, events })
export type CreateWebhook = z.output<typeof createWebhookBody>

/** What is left out stays as it is. */
export const updateWebhookBody = z.strictObject({
  version: z
    .number()
    .int()
    .min(1)
    .max(2 ** 31 - 1),
  url: url.optional(),
  events: events.optional(),
  enabled: z.boolean().optional(),
})
export type UpdateWebhook = z.output<typeof updateWebhookBody>

/** What the receiver said of the thing itself: `applied` or `rejected`, say, and what it calls it. */
const receiverAnswer = z.object({ status: z.string().nullable(), externalId: z.string().nullable() })
export type ReceiverAnswer = z.output<typeof receiverAnswer>

/** One thing that is sent to one endpoint, until it has arrived. */
export const deliveryView = z.object({
  /** The `webhook-id`, the same for every attempt. */
  id: z.string(),
  webhookId: z.string(),
  /** Of the endpoint's address: the rest of it may be a secret between it and the operators. */
  host: z.string(),
  event: z.enum(DELIVERY_EVENTS),
  subject: z.string().nullable(),
  state: z.enum(DELIVERY_STATES),
  /** Tries begun since it was queued or replayed. */
  attempts: z.number(),
  createdAt: z.string(),
  /** When it is tried next; null when it is settled or on its way. */
  nextAt: z.string().nullable(),
  triedAt: z.string().nullable(),
  settledAt: z.string().nullable(),
  replayedAt: z.string().nullable(),
  /** Of the last try: the HTTP status, what went wrong, how long it took. */
  statusCode: z.number().nullable(),
  error: z.string().nullable(),
  tookMs: z.number().nullable(),
  receiver: receiverAnswer.nullable(),
  /** Since when what was sent and answered is not kept any more. */
  forgottenAt: z.string().nullable(),
  /** Whether a replay would be accepted now. */
  canReplay: z.boolean(),
})
export type DeliveryView = z.output<typeof deliveryView>
export const deliveryPage = pageOf(deliveryView)

/** A delivery with what is sent: `{type, timestamp, data}`. */
export const deliveryDetail = deliveryView.extend({ payload: z.record(z.string(), z.unknown()) })
export type DeliveryDetail = z.output<typeof deliveryDetail>

export const deliveryListQuery = filterQuery({
  endpoint: z.uuid().optional(),
  state: z.enum(DELIVERY_STATES).optional(),
  event: z.enum(DELIVERY_EVENTS).optional(),
  subject: z.string().min(1).max(TEXT_MAX).optional(),
})
export type DeliveryListQuery = z.output<typeof deliveryListQuery>

export const webhookView = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  enabled: z.boolean(),
  disabledAt: z.string().nullable(),
  /** `staff`: somebody switched it off; `gone`: it answered 410. */
  disabledReason: z.enum(DISABLED_REASONS).nullable(),
  /** While a roll is under way: until when the secret before the present one signs too. */
  oldSecretUntil: z.string().nullable(),
  /** Changes with every change; the one that was read has to be sent with the next. */
  version: z.number(),
  createdAt: z.string(),
  updatedAt: z.string(),
  lastDelivery: deliveryView
    .pick({ id: true, event: true, state: true, statusCode: true, triedAt: true, createdAt: true })
    .nullable(),
  /** Deliveries that were given up and can be replayed, counted up to DEAD_COUNT_MAX. */
  deadCount: z.number(),
})
export type WebhookView = z.output<typeof webhookView>
export const webhookPage = pageOf(webhookView)

/** The only answer that ever holds a secret: `whsec_` and the key in base64, as in Standard Webhooks. */
export const webhookWithSecret = webhookView.extend({ secret: z.string() })
export type WebhookWithSecret = z.output<typeof webhookWithSecret>

/** How many dead deliveries are sent once more. */
export const replayedDead = z.object({ replayed: z.number() })
export type ReplayedDead = z.output<typeof replayedDead>
