import { EVENT_ENTRIES, type EventEntries } from '../domains.shared'
import type { WebhookEventOption } from './schema'

/** What an endpoint can ask for: the events that their domains let out of the house. */
export type WebhookEvent = {
  [Name in keyof EventEntries]: EventEntries[Name]['isWebhook'] extends true ? Name : never
}[keyof EventEntries]

const ALL = Object.keys(EVENT_ENTRIES) as (keyof EventEntries)[]

export const isWebhookEvent = (name: keyof EventEntries): name is WebhookEvent => EVENT_ENTRIES[name].isWebhook

export const WEBHOOK_EVENTS = ALL.filter(isWebhookEvent)

/** The same with their words, for screens. */
export const WEBHOOK_EVENT_OPTIONS: readonly WebhookEventOption[] = WEBHOOK_EVENTS.map((name) => {
  const { title, description, isPreselected = false } = EVENT_ENTRIES[name]
  return { name, title, description, isPreselected }
})

/** What a new endpoint asks for unless somebody chooses. */
export const PRESELECTED_EVENTS: readonly WebhookEvent[] = WEBHOOK_EVENTS.filter(
  (name) => EVENT_ENTRIES[name].isPreselected,
)
