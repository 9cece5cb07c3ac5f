import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KAPPA_FROM } from '../terms'
import { agreementOf, cohensKappa, type Pair } from './agreement'

/** A table of counts, a row for each of the first one's categories, as pairs. */
const pairsOf = (table: readonly (readonly number[])[]): Pair[] =>
  table.flatMap((row, first) => row.map((count, second) => ({ first: `c${first}`, second: `c${second}`, count })))

const aTable = fc.integer({ min: 2, max: 5 }).chain((size) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 40 }), { minLength: size, maxLength: size }), {
    minLength: size,
    maxLength: size,
  }),
)

describe("Cohen's kappa", () => {
  test.for([
    // Two readers of 50 grant proposals: 20 both yes, 5 and 10 differ, 15 both no. Po 0.7, Pe 0.5.
    {
      name: 'the grant proposals of every textbook',
      table: [
        [20, 5],
        [10, 15],
      ],
      kappa: 0.4,
    },
    // Two with the same 60 % of agreement, told apart by how often each says yes.
    {
      name: 'equal agreement, equal leaning',
      table: [
        [45, 15],
        [25, 15],
      ],
      kappa: 0.1304,
    },
    {
      name: 'equal agreement, unequal leaning',
      table: [
        [25, 35],
        [5, 35],
      ],
      kappa: 0.2593,
    },
    // The example of R's psych::cohen.kappa, from Cohen 1968: 200 patients in three diagnoses, kappa 0.49.
    {
      name: 'three diagnoses',
      table: [
        [88, 14, 18],
        [10, 40, 10],
        [2, 6, 12],
      ],
      kappa: 0.4915,
    },
  ])('of $name', ({ table, kappa }) => {
    expect(cohensKappa(pairsOf(table))).toBeCloseTo(kappa, 4)
  })

  test('is 1 where all agree, 0 where nothing but chance does, and below where they contradict', () => {
    expect(
      cohensKappa(
        pairsOf([
          [20, 0],
          [0, 30],
        ]),
      ),
    ).toBe(1)
    expect(
      cohensKappa(
        pairsOf([
          [25, 25],
          [25, 25],
        ]),
      ),
    ).toBe(0)
    expect(
      cohensKappa(
        pairsOf([
          [0, 25],
          [25, 0],
        ]),
      ),
    ).toBe(-1)
  })

  test('is unknown without judgements, and where both always choose the same one', () => {
    expect(cohensKappa([])).toBeNull()
    expect(
      cohensKappa(
        pairsOf([
          [40, 0],
          [0, 0],
        ]),
      ),
    ).toBeNull()
    expect(
      agreementOf(
        pairsOf([
          [40, 0],
          [0, 0],
        ]),
      ),
    ).toEqual({ n: 40, agreed: 40, kappa: null })
  })

  test('stays within its bounds, and changes neither with the order of the two nor with the names', () => {
    fc.assert(
      fc.property(aTable, (table) => {
        const pairs = pairsOf(table)
        const kappa = cohensKappa(pairs)
        const turned = pairs.map(({ first, second, count }) => ({ first: second, second: first, count }))
        expect(cohensKappa(turned)).toBe(kappa)
        const renamed = pairs.map(({ first, second, count }) => ({ first: `x${first}`, second: `x${second}`, count }))
        expect(cohensKappa(renamed.toReversed())).toBe(kappa)
        if (kappa === null) return
        expect(kappa).toBeLessThanOrEqual(1)
        expect(kappa).toBeGreaterThanOrEqual(-1)
      }),
    )
  })

  test(`is shown from ${KAPPA_FROM} second reviews on`, () => {
    const some = (count: number) => [
      { first: 'a', second: 'a', count: count - 5 },
      { first: 'b', second: 'b', count: 3 },
      { first: 'a', second: 'b', count: 2 },
    ]
    expect(agreementOf(some(KAPPA_FROM - 1))).toEqual({ n: 29, agreed: 27, kappa: null })
    expect(agreementOf(some(KAPPA_FROM))).toMatchObject({ n: 30, agreed: 28, kappa: expect.closeTo(0.7143, 4) })
  })
})
