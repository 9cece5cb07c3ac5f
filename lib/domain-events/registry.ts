import type { EventRegistry } from '@/lib/core/events/contract'
import { DOMAINS } from '@/lib/domains'
import { EVENT_ENTRIES } from '@/lib/domains.shared'

/** Every event that a domain declares, and who hears of it. */
export const REGISTRY: EventRegistry = {
  events: EVENT_ENTRIES,
  consumers: DOMAINS.flatMap(({ consumers = [] }) => consumers),
}
