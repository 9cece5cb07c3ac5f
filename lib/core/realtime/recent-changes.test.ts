import { expect, test } from 'vitest'
import { createRecentChanges } from './recent-changes'

const run = (id: string | null) => ({ topic: 'runs', id }) as const

test('knows what was announced lately, and how far back it knows everything', () => {
  let now = 1_000
  const memory = createRecentChanges(() => now)
  memory.note(run('1'))
  now = 2_000
  memory.note(run('2'))
  now = 3_000
  memory.note({ topic: 'samples', id: null })
  expect(memory.heardWithin(2_500)).toEqual([run('1'), run('2'), { topic: 'samples', id: null }])
  expect(memory.heardWithin(1_500)).toEqual([run('2'), { topic: 'samples', id: null }])
  expect(memory.heardWithin(999)).toEqual([{ topic: 'samples', id: null }])
  expect([memory.hasHeard('runs', 999), memory.hasHeard('runs', 1_000)]).toEqual([false, true])
  expect([memory.reachesBack(2_000), memory.reachesBack(2_001)]).toEqual([true, false])
})

test('tells of one thing once, and of no single one where it may be any', () => {
  let now = 0
  const memory = createRecentChanges(() => now)
  memory.note(run('1'))
  now = 1_000
  memory.note(run('1'))
  now = 1_500
  expect(memory.heardWithin(500)).toEqual([run('1')])
  memory.note(run(null))
  memory.note(run('2'))
  expect(memory.heardWithin(500)).toEqual([run(null)])
})

test('of very many it remembers that there were some, as long as that is news', () => {
  let now = 0
  const memory = createRecentChanges(() => now)
  for (; now < 60; now += 1) memory.note(run(String(now)))
  expect(memory.heardWithin(60)).toEqual([run(null)])
  const lately = memory.heardWithin(49)
  expect([lately.length, lately[0], lately.at(-1)]).toEqual([49, run('11'), run('59')])
})

test('a broken connection may have missed anything before', () => {
  let now = 0
  const memory = createRecentChanges(() => now)
  memory.note(run(null))
  now = 5_000
  memory.reset()
  now = 6_000
  expect([memory.heardWithin(10_000), memory.reachesBack(1_001)]).toEqual([[], false])
})
