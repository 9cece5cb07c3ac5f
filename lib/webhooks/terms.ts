/**
 * `dead` was given up and waits for a replay; `cancelled` is not to arrive any more, because what it tells of was undone or
 * its endpoint was deleted.
 */
export const DELIVERY_STATES = ['pending', 'sending', 'delivered', 'dead', 'cancelled'] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** What somebody sends by hand to try an endpoint, whatever it asks for; it is no event of any domain. */
export const PING_EVENT = 'ping'

/** Dead deliveries of an endpoint are counted up to here. */
export const DEAD_COUNT_MAX = 1_000
