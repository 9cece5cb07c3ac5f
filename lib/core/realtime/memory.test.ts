import { expect, test } from 'vitest'
import { createMemory } from './memory'

test('knows what was announced lately, and how far back it knows everything', () => {
  let now = 1_000
  const memory = createMemory(() => now)
  memory.note('runs')
  now = 3_000
  memory.note('samples')
  expect(memory.heardWithin(2_500)).toEqual(['samples', 'runs'])
  expect(memory.heardWithin(1_000)).toEqual(['samples'])
  expect([memory.hasHeard('runs', 1_999), memory.hasHeard('runs', 2_000)]).toEqual([false, true])
  expect([memory.reachesBack(2_000), memory.reachesBack(2_001)]).toEqual([true, false])
})

test('a broken connection may have missed anything before', () => {
  let now = 0
  const memory = createMemory(() => now)
  memory.note('runs')
  now = 5_000
  memory.reset()
  now = 6_000
  expect([memory.heardWithin(10_000), memory.reachesBack(1_001)]).toEqual([[], false])
})
