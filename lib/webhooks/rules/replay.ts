import type { DeliveryState } from '../terms'

interface Replayable {
  state: DeliveryState
  attempts: number
  isCancelAsked: boolean
  isEndpointEnabled: boolean
  /** What was sent is not kept any more. */
  isForgotten: boolean
}

/**
 * Why a delivery can't be sent again now, or null where it can. What waits for its first try may still be undone, and what
 * was undone must not arrive.
 */
export function replayProblem(delivery: Replayable): string | null {
  const { state, attempts, isCancelAsked, isEndpointEnabled, isForgotten } = delivery
  if (isCancelAsked || state === 'cancelled') return 'It was cancelled, so it won’t be sent.'
  if (isForgotten) return 'The payload is no longer stored.'
  if (!isEndpointEnabled) return 'Its endpoint is disabled or deleted.'
  if (state === 'sending') return 'It’s being sent right now.'
  if (state === 'pending' && attempts === 0) return 'It hasn’t been attempted yet.'
  return null
}
