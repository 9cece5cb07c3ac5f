import { expect, test } from 'vitest'
import type { DeliveryState } from '../terms'
import { type ClaimState, decideClaim } from './claim'
import { replayProblem } from './replay'
import { ATTEMPTS_MAX, evaluateAttempt, parseRetryAfter, RETRY_DELAYS_MS } from './retries'

const NOW = new Date('2026-11-26T10:00:00Z')
const said = (statusCode: number | null, retryAfterMs: number | null = null) => ({ statusCode, retryAfterMs })

test('waits 5 s, 30 s, 2 min, 10 min, 1 h, 3 h, 8 h and 24 h, a fifth more or less, and gives up', () => {
  const seconds = [5, 30, 120, 600, 3_600, 10_800, 28_800, 86_400]
  seconds.forEach((delay, index) => {
    const waits = [0, 0.5, 1].map((random) => evaluateAttempt(said(500), index + 1, random))
    expect(waits).toEqual([0.8, 1, 1.2].map((share) => ({ state: 'pending', delayMs: delay * 1_000 * share })))
  })
  expect(RETRY_DELAYS_MS).toHaveLength(seconds.length)
  expect(evaluateAttempt(said(500), ATTEMPTS_MAX, 0.5)).toEqual({ state: 'dead', disablesEndpoint: false })
})

test.for([
  [200, 'delivered'],
  [204, 'delivered'],
  [299, 'delivered'],
  [301, 'pending'],
  [400, 'dead'],
  [401, 'dead'],
  [404, 'dead'],
  [408, 'pending'],
  [409, 'pending'],
  [410, 'dead'],
  [422, 'dead'],
  [425, 'pending'],
  [429, 'pending'],
  [500, 'pending'],
  [503, 'pending'],
  [null, 'pending'],
] as const)('after %s a delivery is %s', ([status, state]) => {
  expect(evaluateAttempt(said(status), 1, 0.5).state).toBe(state)
})

test('410 alone switches the endpoint off', () => {
  expect(evaluateAttempt(said(410), 1, 0.5)).toEqual({ state: 'dead', disablesEndpoint: true })
  expect(evaluateAttempt(said(404), 1, 0.5)).toEqual({ state: 'dead', disablesEndpoint: false })
})

test('Retry-After puts a try off for a day at most, and never brings it forward', () => {
  expect(evaluateAttempt(said(429, 120_000), 1, 0.5)).toEqual({ state: 'pending', delayMs: 120_000 })
  expect(evaluateAttempt(said(503, 1_000), 3, 0.5)).toEqual({ state: 'pending', delayMs: 120_000 })
  expect(evaluateAttempt(said(503, 1e12), 1, 0.5)).toEqual({ state: 'pending', delayMs: 86_400_000 })
})

test.for([
  ['120', 120_000],
  [' 7 ', 7_000],
  ['0', 0],
  ['Thu, 26 Nov 2026 10:00:30 GMT', 30_000],
  ['Thu, 26 Nov 2020 10:00:30 GMT', 0],
  ['soon', null],
  ['', null],
  [undefined, null],
] as const)('Retry-After: %s is %s ms', ([header, ms]) => {
  expect(parseRetryAfter(header, NOW)).toBe(ms)
})

const a = (change: Partial<ClaimState> = {}): ClaimState => ({
  state: 'pending',
  attempts: 0,
  nextAt: NOW,
  leaseUntil: null,
  isCancelAsked: false,
  isEndpointDeleted: false,
  isEndpointDisabled: false,
  ...change,
})
const LATER = new Date(NOW.getTime() + 1)

test('what is due, or was left by a dead worker, is sent; what is settled or somebody else’s is not', () => {
  expect(decideClaim(a(), NOW).action).toBe('send')
  expect(decideClaim(a({ nextAt: LATER }), NOW).action).toBe('leave')
  expect(decideClaim(a({ state: 'sending', nextAt: null, leaseUntil: NOW }), NOW).action).toBe('send')
  const held = decideClaim(a({ state: 'sending', nextAt: null, leaseUntil: LATER }), NOW)
  expect(held).toEqual({ action: 'wait', until: LATER })
  for (const state of ['delivered', 'dead', 'cancelled'] as DeliveryState[]) {
    expect(decideClaim(a({ state, nextAt: null }), NOW).action).toBe('leave')
  }
})

test('nothing is sent for a deleted or disabled endpoint, after a cancellation, or for ever', () => {
  const stateOf = (change: Partial<ClaimState>) => {
    const decision = decideClaim(a(change), NOW)
    return decision.action === 'settle' ? decision.state : decision.action
  }
  expect(stateOf({ isEndpointDeleted: true })).toBe('cancelled')
  expect(stateOf({ isCancelAsked: true })).toBe('cancelled')
  expect(stateOf({ isEndpointDisabled: true })).toBe('dead')
  expect(stateOf({ state: 'sending', nextAt: null, leaseUntil: NOW, attempts: ATTEMPTS_MAX })).toBe('dead')
})

test('what was undone, is on its way or may still be undone is not replayed', () => {
  const all = { attempts: 1, isCancelAsked: false, isEndpointEnabled: true, isForgotten: false }
  expect(replayProblem({ ...all, state: 'dead' })).toBeNull()
  expect(replayProblem({ ...all, state: 'delivered' })).toBeNull()
  expect(replayProblem({ ...all, state: 'pending' })).toBeNull()
  expect(replayProblem({ ...all, state: 'pending', attempts: 0 })).not.toBeNull()
  expect(replayProblem({ ...all, state: 'sending' })).not.toBeNull()
  expect(replayProblem({ ...all, state: 'cancelled' })).not.toBeNull()
  expect(replayProblem({ ...all, state: 'delivered', isCancelAsked: true })).not.toBeNull()
  expect(replayProblem({ ...all, state: 'dead', isEndpointEnabled: false })).not.toBeNull()
  expect(replayProblem({ ...all, state: 'dead', isForgotten: true })).not.toBeNull()
})
