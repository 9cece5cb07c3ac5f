import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Departure, quantileOf } from './survival'

interface Row {
  seconds: number
  isOpen: boolean
}

/** One row at a time, in whole fractions: the share that has not ended is the product of (1 - 1/at risk) at each end. */
function bruteQuantile(rows: readonly Row[], [part, of]: readonly [bigint, bigint]): number | null {
  const lengths = [...new Set(rows.map(({ seconds }) => seconds))].sort((a, b) => a - b)
  let [above, below] = [1n, 1n]
  for (const length of lengths) {
    const atRisk = rows.filter(({ seconds }) => seconds >= length).length
    const ended = rows.filter(({ seconds, isOpen }) => seconds === length && !isOpen).length
    above *= BigInt(atRisk - ended)
    below *= BigInt(atRisk)
    if (ended > 0 && above * of <= (of - part) * below) return length
  }
  return null
}

const departuresOf = (rows: readonly Row[]): Departure[] =>
  rows.map(({ seconds, isOpen }) => ({ seconds, ended: isOpen ? 0 : 1, left: 1 }))

describe('quantileOf', () => {
  test('equals brute force in fractions, whatever is open', () => {
    const rows = fc.array(fc.record({ seconds: fc.integer({ min: 0, max: 30 }), isOpen: fc.boolean() }), {
      maxLength: 60,
    })
    fc.assert(
      fc.property(rows, (given) => {
        expect(quantileOf(departuresOf(given), 0.5)).toBe(bruteQuantile(given, [1n, 2n]))
        expect(quantileOf(departuresOf(given), 0.9)).toBe(bruteQuantile(given, [9n, 10n]))
      }),
      { numRuns: 2_000 },
    )
  })

  test('without open ones it is the least length that the share has reached', () => {
    const departures = departuresOf([10, 20, 30, 40].map((seconds) => ({ seconds, isOpen: false })))
    expect([quantileOf(departures, 0.5), quantileOf(departures, 0.9)]).toEqual([20, 40])
  })

  test('is unknown while too many are open, and of nothing', () => {
    expect(
      quantileOf(
        departuresOf([
          { seconds: 5, isOpen: false },
          { seconds: 9, isOpen: true },
          { seconds: 9, isOpen: true },
        ]),
        0.5,
      ),
    ).toBeNull()
    expect(quantileOf([], 0.5)).toBeNull()
  })
})
