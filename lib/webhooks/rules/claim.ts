import type { DeliveryState } from '../terms'
import { ATTEMPTS_MAX } from './retries'

export interface ClaimState {
  state: DeliveryState
  attempts: number
  nextAt: Date | null
  leaseUntil: Date | null
  isCancelAsked: boolean
  isEndpointDeleted: boolean
  isEndpointDisabled: boolean
}

/**
 * `send` it now; `wait` until another worker's lease is over; `leave` it, because it is settled or another job's; or settle
 * it without sending.
 */
export type ClaimDecision =
  | { action: 'send' | 'leave' }
  | { action: 'wait'; until: Date }
  | { action: 'settle'; state: 'cancelled' | 'dead'; error: string }

/** What a worker that was given a delivery has to do with it. */
export function decideClaim(delivery: ClaimState, now: Date): ClaimDecision {
  switch (delivery.state) {
    case 'delivered':
    case 'dead':
    case 'cancelled':
      return { action: 'leave' }
    case 'pending':
      // Its job for that instant was added together with it.
      if (delivery.nextAt && delivery.nextAt > now) return { action: 'leave' }
      break
    case 'sending':
      if (delivery.leaseUntil && delivery.leaseUntil > now) return { action: 'wait', until: delivery.leaseUntil }
      break
  }
  if (delivery.isEndpointDeleted) return settle('cancelled', 'The endpoint was deleted.')
  if (delivery.isCancelAsked) return settle('cancelled', 'The delivery was cancelled before it arrived.')
  if (delivery.isEndpointDisabled) return settle('dead', 'The endpoint is disabled.')
  if (delivery.attempts >= ATTEMPTS_MAX) return settle('dead', 'The worker stopped during the last attempt.')
  return { action: 'send' }
}

const settle = (state: 'cancelled' | 'dead', error: string): ClaimDecision => ({ action: 'settle', state, error })
