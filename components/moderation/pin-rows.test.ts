import { describe, expect, test } from 'vitest'
import { pinRows } from './pin-rows'

const SINCE = Date.parse('2026-11-26T12:00:00Z')
const old = (id: number) => ({ id, openedAt: '2026-11-26T11:00:00Z' })
const late = (id: number) => ({ id, openedAt: '2026-11-26T12:00:01Z' })
const shown = (rows: { id: number; openedAt: string }[], seen: number[]) =>
  pinRows(rows, { ids: new Set(seen), since: SINCE }).map(({ id }) => id)

describe('of a list that is worked', () => {
  test('what was seen stays in its order, and what goes is gone', () => {
    expect(shown([old(3), old(1)], [1, 2, 3])).toEqual([3, 1])
  })

  test('what comes in waits, above, between and below', () => {
    expect(shown([late(7), old(1), late(8), old(2), late(9)], [1, 2])).toEqual([1, 2])
  })

  test('what was further down moves up from below', () => {
    expect(shown([old(2), old(4), late(9), old(5)], [1, 2])).toEqual([2, 4, 5])
    expect(shown([old(4), old(5)], [1, 2])).toEqual([4, 5])
  })

  test('what comes back above what is seen waits, however old it is', () => {
    expect(shown([old(4), old(1)], [1, 2])).toEqual([1])
  })
})
