'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { WebhookEventOption } from '@/lib/webhooks/schema'
import { eventTitle } from './webhook-text'

const EventsContext = createContext<readonly WebhookEventOption[]>([])

/** The events that endpoints can ask for, as the page got them with its data. */
export function WebhookEvents({ events, children }: { events: readonly WebhookEventOption[]; children: ReactNode }) {
  return <EventsContext value={events}>{children}</EventsContext>
}

export const useWebhookEvents = (): readonly WebhookEventOption[] => useContext(EventsContext)

export function EventTitle({ name }: { name: string }) {
  return eventTitle(useWebhookEvents(), name)
}
