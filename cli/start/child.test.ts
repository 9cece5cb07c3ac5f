import { expect, test } from 'vitest'
import { pauseAfter } from './child'

test('waits longer after each end in a row, and half a minute at most', () => {
  expect([1, 2, 3, 4, 7, 50].map(pauseAfter)).toEqual([500, 1_000, 2_000, 4_000, 30_000, 30_000])
})
