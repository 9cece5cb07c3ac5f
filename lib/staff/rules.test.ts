import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  afterFailure,
  rejectThrottled,
  retryAfterSeconds,
  type ThrottleRule,
  type ThrottleState,
} from '@/lib/core/throttle'
import { ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS, passwordProblem } from './rules'

const NOW = new Date('2026-03-01T12:00:00Z')

/** The waits in seconds after each of `count` failures, each made as soon as it may be. */
function waitsAfter(rule: ThrottleRule, count: number): number[] {
  let state: ThrottleState | undefined
  let now = NOW
  return Array.from({ length: count }, () => {
    state = afterFailure(state, rule, now)
    const wait = retryAfterSeconds(state, now)
    now = new Date(now.getTime() + wait)
    return wait / 1_000
  })
}

describe('throttles', () => {
  test('one account from one address: four free, then 1 s, 2 s, 4 s and so on up to 15 minutes', () => {
    expect(waitsAfter(ACCOUNT_AND_ADDRESS, 15)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900])
  })

  test('an account from everywhere waits a minute at most, so that nobody can lock its owner out', () => {
    expect(Math.max(...waitsAfter(ACCOUNT, 60))).toBe(60)
    expect(waitsAfter(ACCOUNT, 20).every((wait) => wait === 0)).toBe(true)
  })

  test('an address is closed for a quarter of an hour after forty failures', () => {
    const waits = waitsAfter(ADDRESS, 41)
    expect([waits[39], waits[40]]).toEqual([0, 900])
  })

  test('failures are forgotten when the window of the first one is over', () => {
    let state: ThrottleState | undefined
    for (let index = 0; index < 4; index += 1) state = afterFailure(state, ACCOUNT_AND_ADDRESS, NOW)
    const later = new Date(NOW.getTime() + ACCOUNT_AND_ADDRESS.windowMs)
    expect(afterFailure(state, ACCOUNT_AND_ADDRESS, later)).toEqual({
      failures: 1,
      windowStartedAt: later,
      blockedUntil: null,
    })
  })

  test('a wait never shrinks while failures go on within a window, and never passes the most', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(ACCOUNT, ACCOUNT_AND_ADDRESS, ADDRESS),
        fc.integer({ min: 1, max: 80 }),
        (rule, count) => {
          let state: ThrottleState | undefined
          let before = 0
          for (let index = 0; index < count; index += 1) {
            state = afterFailure(state, rule, NOW)
            const wait = retryAfterSeconds(state, NOW)
            expect(wait).toBeGreaterThanOrEqual(before)
            expect(wait).toBeLessThanOrEqual(rule.maxMs)
            before = wait
          }
        },
      ),
    )
  })

  test('says how long to wait', () => {
    expect(() => rejectThrottled(0, 'sign_in.too_many')).not.toThrow()
    expect(() => rejectThrottled(1_500, 'sign_in.too_many')).toThrow('Try again in 2 seconds.')
    expect(() => rejectThrottled(900_000, 'sign_in.too_many')).toThrow('Try again in 15 minutes.')
  })
})

describe('passwords', () => {
  test.for(['aaaaaaaaaaaa', 'password1234', '123456789012', 'nora@example.org', 'nora.nora.nora.1', 'Guildhall2026!'])(
    'refuses %s',
    (password) => {
      expect(
        passwordProblem(password, password.startsWith('nora.') ? 'nora.nora@example.org' : 'nora@example.org'),
      ).not.toBeNull()
    },
  )

  test.for(['four calm words here', 'Tr4m-Linie-11-Stadelhofen'])('takes %s', (password) => {
    expect(passwordProblem(password, 'nora@example.org')).toBeNull()
  })
})
