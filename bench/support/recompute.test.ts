import { expect, test } from 'vitest'
import { recompute } from './recompute'

const MINUTE = 60_000
const every = (values: number[]) => values.map((value, index) => ({ at: index * MINUTE, value, seconds: 60 }))

test('lets a sample stand until the next, and the last for one and a half intervals', () => {
  expect(recompute(every([10, 20]), 0, 10 * MINUTE)).toEqual({
    value: (10 * 60 + 20 * 90) / 150,
    min: 10,
    max: 20,
    samples: 2,
    coveredSeconds: 150,
  })
})

test('counts what still stands from before the bucket, but not as a sample of it', () => {
  const [first, second] = every([5, 7])
  if (!first || !second) throw new Error('there are two')
  expect(recompute([first, { ...second, at: 80_000 }], 70_000, 2 * MINUTE)).toEqual({
    value: (5 * 10 + 7 * 40) / 50,
    min: 5,
    max: 7,
    samples: 1,
    coveredSeconds: 50,
  })
})

test('says nothing of a bucket that no sample stands in', () => {
  expect(recompute(every([1]), 10 * MINUTE, 20 * MINUTE)).toBeNull()
})
