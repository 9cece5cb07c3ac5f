import { z } from 'zod'
import { pageOf } from '@/lib/core/http/page'
import { DELIVERY_STATES } from './terms'

/** An event that an endpoint can ask for, as screens show it. */
export interface WebhookEventOption {
  name: string
  title: string
  description: string
  isPreselected: boolean
}

export const DISABLED_REASONS = ['staff', 'gone'] as const

const URL_MAX = 2_000

const url = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(URL_MAX)
  .refine((text) => !URL.canParse(text) || (new URL(text).username === '' && new URL(text).password === ''), {
    error: 'must not contain a user name or a password. The signature identifies the sender.',
  })

/** A choice of events out of those that there are, in their order. */
const choiceOf = (names: readonly string[]) =>
  z
    .array(z.enum(names, 'Unknown event.'))
    .min(1, 'Choose at least one event.')
    .max(names.length * 2)
    .transform((chosen) => names.filter((name) => chosen.includes(name)))

/** What people say of an endpoint. @param names the events that there are */
export const webhookBody = (names: readonly string[]) => z.strictObject({ url, events: choiceOf(names) })

export const webhookParams = z.object({ id: z.uuid() })
export const deliveryParams = z.object({ id: z.uuid() })

/** What the receiver said of the thing itself: `applied` or `rejected`, say, and what it calls it. */
const receiverAnswer = z.object({ status: z.string().nullable(), externalId: z.string().nullable() })
export type ReceiverResponse = z.output<typeof receiverAnswer>

/** One thing that is sent to one endpoint, until it has arrived. */
export const deliveryView = z.object({
  /** The `webhook-id`, the same for every attempt. */
  id: z.string(),
  webhookId: z.string(),
  /** Of the endpoint's address: the rest of it may be a secret between it and the operators. */
  host: z.string(),
  event: z.string(),
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

export const webhookView = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.string()),
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
export const replayedFailed = z.object({ replayed: z.number() })
export type ReplayedFailed = z.output<typeof replayedFailed>
