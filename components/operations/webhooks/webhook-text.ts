import { Ban, CircleCheck, CircleX, Clock, LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ChipTone } from '@/components/ui/chip'
import { countOf } from '@/components/ui/format'
import type { DeliveryView, WebhookEventOption, WebhookView } from '@/lib/webhooks/schema'
import { DEAD_COUNT_MAX, type DeliveryState, PING_EVENT } from '@/lib/webhooks/terms'

export const STATE_LABELS: Record<DeliveryState, { label: string; tone: ChipTone; icon: LucideIcon }> = {
  pending: { label: 'Pending', tone: 'neutral', icon: Clock },
  sending: { label: 'Sending', tone: 'accent', icon: LoaderCircle },
  delivered: { label: 'Delivered', tone: 'good', icon: CircleCheck },
  dead: { label: 'Failed', tone: 'danger', icon: CircleX },
  cancelled: { label: 'Cancelled', tone: 'neutral', icon: Ban },
}

const PING = { name: PING_EVENT, title: 'Test' }

/** What people call an event; its name where no domain declares it any more. */
export const eventTitle = (events: readonly Pick<WebhookEventOption, 'name' | 'title'>[], name: string): string =>
  [...events, PING].find((event) => event.name === name)?.title ?? name

/** The state of an endpoint in a word. */
export function stateOf({ enabled, disabledReason, lastDelivery }: WebhookView): { word: string; tone: ChipTone } {
  if (!enabled) {
    return disabledReason === 'gone' ? { word: 'Gone', tone: 'danger' } : { word: 'Disabled', tone: 'neutral' }
  }
  return lastDelivery?.state === 'dead' ? { word: 'Failing', tone: 'warn' } : { word: 'Enabled', tone: 'good' }
}

/** "3 given up", or nothing. */
export function failedCountText(deadCount: number): string | null {
  if (deadCount === 0) return null
  return deadCount >= DEAD_COUNT_MAX ? `${DEAD_COUNT_MAX} or more failed` : `${deadCount} failed`
}

/** An address in two parts: the host by which it is known, and the rest. */
export function partsOf(url: string): { host: string; rest: string } {
  const { host, pathname, search } = new URL(url)
  return { host, rest: `${pathname === '/' ? '' : pathname}${search}` }
}

/** What a state means for the receiver, in a sentence. */
export function meaningOf(delivery: Pick<DeliveryView, 'state' | 'attempts' | 'receiver' | 'statusCode'>): string {
  switch (delivery.state) {
    case 'pending':
      return delivery.attempts === 0
        ? 'Not attempted yet.'
        : `${countOf(delivery.attempts, 'attempt')} failed. Guildhall will retry automatically.`
    case 'sending':
      return 'A worker is sending it and waiting for the response.'
    case 'delivered':
      return delivery.receiver?.status
        ? `The receiver accepted it and returned: ${delivery.receiver.status}.`
        : 'The receiver accepted it.'
    case 'dead':
      return 'Guildhall no longer retries it. A replay sends it again with the same ID.'
    case 'cancelled':
      return 'It was cancelled and won’t be sent.'
  }
}

/** What came back last, in short: "200", "503", "no answer". */
export const responseText = ({ statusCode, error }: Pick<DeliveryView, 'statusCode' | 'error'>): string =>
  statusCode === null ? (error ? 'no response' : '–') : String(statusCode)
