import { isDomainError } from '@/lib/core/errors'
import { OutboundError } from '@/lib/core/net/call-error'
import { type OutboundResponse, sendOutboundRequest } from '@/lib/core/net/call-out'
import { orderPayload } from '../rules/payload'
import { type AttemptResult, parseRetryAfter } from '../rules/retries'
import type { ReceiverResponse } from '../schema'
import { openSigningSecret, signaturesOf } from '../secrets'
import type { ClaimedDelivery } from './claim-delivery'

const TIMEOUT_MS = 15_000
const ANSWER_LIMIT = 64 * 1_024
const MS_PER_SECOND = 1_000
const TEXT_MAX = 200

/** What one try brought, and what of it is kept. */
export interface DeliveryAttempt extends AttemptResult {
  error: string | null
  receiver: ReceiverResponse | null
  tookMs: number
}

/**
 * Sends a claimed delivery once, signed with every live secret. Whatever the receiver or the network does is an answer of
 * this function. @throws the signal's reason where the worker leaves
 */
export async function attemptDelivery(
  delivery: ClaimedDelivery,
  { signal, timeoutMs = TIMEOUT_MS }: { signal?: AbortSignal | undefined; timeoutMs?: number | undefined },
): Promise<DeliveryAttempt> {
  const start = performance.now()
  const took = (): number => Math.round(performance.now() - start)
  try {
    const body = JSON.stringify(orderPayload(delivery.payload))
    const answer = await sendOutboundRequest({
      url: delivery.url,
      method: 'POST',
      headers: headersOf(delivery, body),
      body,
      timeoutMs,
      answerLimit: ANSWER_LIMIT,
      ...(signal ? { signal } : {}),
    })
    return { ...readAnswer(answer, delivery.now), tookMs: took() }
  } catch (error) {
    if (!(error instanceof OutboundError) && !isDomainError(error)) throw error
    return { statusCode: null, retryAfterMs: null, error: error.message, receiver: null, tookMs: took() }
  }
}

function headersOf({ id, now, secrets }: ClaimedDelivery, body: string): Record<string, string> {
  const timestamp = Math.floor(now.getTime() / MS_PER_SECOND)
  return {
    'content-type': 'application/json',
    'user-agent': 'Guildhall',
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signaturesOf({ id, timestamp, body }, secrets.map(openSigningSecret)),
  }
}

function readAnswer({ status, headers, body, isCut }: OutboundResponse, now: Date): Omit<DeliveryAttempt, 'tookMs'> {
  const isSuccess = status >= 200 && status < 300
  return {
    statusCode: status,
    retryAfterMs: status === 429 || status === 503 ? parseRetryAfter(headers['retry-after'], now) : null,
    error: isSuccess ? null : errorOf(status),
    receiver: isCut ? null : parseReceiver(body),
  }
}

const errorOf = (status: number): string =>
  status >= 300 && status < 400
    ? `It responded with ${status}. Redirects aren’t followed.`
    : `It responded with ${status}.`

/** `{status, externalId}` of the answer's body; anything else in it is the receiver's own business. */
function parseReceiver(body: Buffer): ReceiverResponse | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value !== 'object' || value === null) return null
    const { status, externalId } = value as Record<string, unknown>
    const receiver = { status: shortText(status), externalId: shortText(externalId) }
    return receiver.status === null && receiver.externalId === null ? null : receiver
  } catch {
    return null
  }
}

/** A text that PostgreSQL can store, or null; ids are often numbers. */
function shortText(value: unknown): string | null {
  if (typeof value === 'number') return String(value)
  if (typeof value !== 'string' || value === '') return null
  return value.slice(0, TEXT_MAX).toWellFormed().replaceAll('\0', '')
}
