import { describe, expect, test } from 'vitest'
import { FEWER_THAN_FIVE, type PublishedPartialCount, WITHHELD } from '../schema/transparency'
import { maskCount, maskPartialCounts } from './masking'

const parts = (...counts: number[]) => counts.map((count, index) => ({ name: `p${index}`, count }))
const shown = (...counts: number[]) => maskPartialCounts(parts(...counts))?.map(({ count }) => count) ?? null

test('a count from 1 to 4 is not shown; none and five are', () => {
  expect([0, 1, 4, 5, 1_000].map(maskCount)).toEqual([0, FEWER_THAN_FIVE, FEWER_THAN_FIVE, 5, 1_000])
})

describe('parts of a total', () => {
  test('are shown where none of them is small', () => {
    expect(shown(0, 5, 900)).toEqual([0, 5, 900])
    expect(shown()).toEqual([])
    expect(shown(0, 0)).toEqual([0, 0])
  })

  test('hide a second one where one alone would follow from the total', () => {
    expect(shown(3, 12, 900)).toEqual([FEWER_THAN_FIVE, WITHHELD, 900])
    expect(shown(1, 1, 12, 900)).toEqual([FEWER_THAN_FIVE, FEWER_THAN_FIVE, WITHHELD, 900])
  })

  test('hide as many as it takes', () => {
    // With 1, 5 and 6 hidden the sum of 12 leaves the small one no choice but 1 or 2.
    expect(shown(1, 5, 6, 900)).toEqual([FEWER_THAN_FIVE, WITHHELD, WITHHELD, WITHHELD])
  })

  test('are left out where nothing would help, and where they are few themselves', () => {
    expect(shown(1, 5)).toBeNull()
    expect(shown(1, 2)).toBeNull()
  })

  test('two small ones need no third where each could be anything', () => {
    expect(shown(2, 3, 900)).toEqual([FEWER_THAN_FIVE, FEWER_THAN_FIVE, 900])
  })
})

/** All that the hidden parts can be for somebody who knows the total, by trying. */
function possible(given: readonly PublishedPartialCount[], total: number): Set<number>[] {
  const seen = given.map(() => new Set<number>())
  const walk = (index: number, left: number, chosen: number[]): void => {
    const part = given[index]
    if (!part) {
      if (left === 0) for (const [at, count] of chosen.entries()) seen[at]?.add(count)
      return
    }
    const least = part.count === FEWER_THAN_FIVE ? 1 : part.count === WITHHELD ? 5 : part.count
    const most = part.count === FEWER_THAN_FIVE ? 4 : part.count === WITHHELD ? left : part.count
    for (let count = least; count <= Math.min(most, left); count += 1) walk(index + 1, left - count, [...chosen, count])
  }
  walk(0, total, [])
  return seen
}

test('whatever the counts, a small one can be anything from 1 to 4 for who reads all that is shown', () => {
  let hidden = 0
  for (let a = 0; a <= 9; a += 1)
    for (let b = a; b <= 11; b += 1)
      for (let c = b; c <= 13; c += 1)
        for (const d of [0, 7, 14]) {
          const masked = maskPartialCounts(parts(a, b, c, d))
          if (!masked) continue
          for (const [index, options] of possible(masked, a + b + c + d).entries()) {
            if (masked[index]?.count !== FEWER_THAN_FIVE) continue
            hidden += 1
            expect(options.size, `${a} ${b} ${c} ${d}`).toBe(4)
          }
        }
  expect(hidden).toBeGreaterThan(500)
})
