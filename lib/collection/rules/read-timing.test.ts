import { expect, test } from 'vitest'
import { hasStartedLate, readTimeoutProblem } from './read-timing'

const START = Date.parse('2026-06-01T00:00:00Z')
const at = (seconds: number) => new Date(START + seconds * 1_000)

/** A reading of a source with a time-out of 10 s. */
const read = (begun: number, ended: number, isTimedOut = false) =>
  readTimeoutProblem({ begunAt: at(begun), endedBy: at(ended), timeoutMs: 10_000, isTimedOut })

test('a reading counts when it ended within the time-out of its source', () => {
  expect(read(0, 3)).toBeNull()
  expect(read(0, 10)).toBeNull()
  expect(read(4, 14)).toBeNull()
})

test('one that ended a millisecond later does not count', () => {
  expect(read(0, 10.001)).toBe('Reading took 11 s, longer than the timeout of 10 s. Nothing was stored.')
  expect(read(2, 3_602)).toBe('Reading took 3600 s, longer than the timeout of 10 s. Nothing was stored.')
})

test('one that was cut off at its time-out has the moment that cutting it off takes, and no more', () => {
  expect(read(0, 10.4, true)).toBeNull()
  expect(read(0, 12, true)).toBeNull()
  expect(read(0, 12.001, true)).toMatch(/^Reading took 13 s/)
})

test('a worker has five seconds from taking a run to reading its source', () => {
  expect(hasStartedLate(at(0), at(0.01))).toBe(false)
  expect(hasStartedLate(at(0), at(5))).toBe(false)
  expect(hasStartedLate(at(0), at(5.001))).toBe(true)
})
