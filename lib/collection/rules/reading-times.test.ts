import { expect, test } from 'vitest'
import { lateness } from './reading-times'

const CLAIMED = Date.parse('2026-06-01T00:00:00Z')
const SECOND_MS = 1_000

/** A reading of a source with a time-out of 10 s, in seconds since its run was claimed. */
const read = (begun: number, ended: number, isTimedOut = false) =>
  lateness({
    claimedAt: new Date(CLAIMED),
    begunAt: new Date(CLAIMED + begun * SECOND_MS),
    endedBy: new Date(CLAIMED + ended * SECOND_MS),
    timeoutMs: 10 * SECOND_MS,
    isTimedOut,
  })

test('a reading counts when it ended within the time-out of its source', () => {
  expect(read(0, 3)).toBeNull()
  expect(read(0, 10)).toBeNull()
  expect(read(4, 14)).toBeNull()
})

test('one that ended a millisecond later does not, and says how long it took', () => {
  expect(read(0, 10.001)).toBe('Reading it took 11 s, longer than the 10 s that it has. Nothing of it was stored.')
  expect(read(2, 3_602)).toBe('Reading it took 3600 s, longer than the 10 s that it has. Nothing of it was stored.')
})

test('one that was cut off at its time-out has the moment that cutting it off takes, and no more', () => {
  expect(read(0, 10.4, true)).toBeNull()
  expect(read(0, 12, true)).toBeNull()
  expect(read(0, 12.001, true)).toMatch(/^Reading it took 13 s/)
})

test('a run whose worker stood still before it began to read is not of its slot any more', () => {
  expect(read(5, 6)).toBeNull()
  expect(read(5.001, 6)).toBe(
    'Its worker stood still for 6 s before it began to read. Nothing of it was stored.',
  )
})
