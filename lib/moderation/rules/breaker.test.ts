import { expect, test } from 'vitest'
import { canCall, closedBreaker, FAILURES_MAX, recordFailure, recordSuccess } from './breaker'

const fail = (breaker: ReturnType<typeof closedBreaker>, times: number, now = 0, random = 0.5): void => {
  for (let n = 0; n < times; n += 1) recordFailure(breaker, now, random)
}

test('who fails now and then is called on; who fails in a row is left alone for a while', () => {
  const breaker = closedBreaker()
  fail(breaker, FAILURES_MAX - 1)
  recordSuccess(breaker)
  fail(breaker, FAILURES_MAX - 1)
  expect(canCall(breaker, 0)).toBe(true)
  fail(breaker, 1)
  expect([0, 29_999].map((now) => canCall(breaker, now))).toEqual([false, false])
})

test('after the rest one call tells whether it answers again', () => {
  const breaker = closedBreaker()
  fail(breaker, FAILURES_MAX)
  expect([canCall(breaker, 30_000), canCall(breaker, 30_000)]).toEqual([true, false])
  fail(breaker, 1, 30_000)
  expect([canCall(breaker, 60_001), canCall(breaker, 90_000)]).toEqual([false, true])
  recordSuccess(breaker)
  expect([canCall(breaker, 90_001), canCall(breaker, 90_001)]).toEqual([true, true])
})

test('rests grow to five minutes, each a fifth longer or shorter', () => {
  const breaker = closedBreaker()
  fail(breaker, FAILURES_MAX + 20, 0, 0)
  expect(breaker.openUntil).toBeCloseTo(240_000)
  fail(breaker, 1, 0, 1)
  expect(breaker.openUntil).toBeCloseTo(360_000)
})
