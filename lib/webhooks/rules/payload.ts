/** What is sent of an event. */
export interface Payload {
  type: unknown
  timestamp: unknown
  data: unknown
}

/** A stored payload in the order in which it is sent and shown; jsonb keeps members in an order of its own. */
export function orderPayload(stored: unknown): Payload {
  const { type, timestamp, data } = stored as Payload
  return { type, timestamp, data }
}
