import { expect, test } from 'vitest'
import type { Rotation } from '../schema/queues'
import { cooldownUntil, type QueueActivity } from './rotation'

const START = Date.parse('2026-11-26T10:00:00Z')
const at = (minutes: number): Date => new Date(START + minutes * 60_000)
const deeds = (kind: QueueActivity['kind'], ...minutes: number[]): QueueActivity[] =>
  minutes.map((one) => ({ kind, at: at(one) }))

test('whoever has done enough rests until the pause is over, counted from what they did last', () => {
  const rotation: Rotation = { decisions: 3, pauseMinutes: 30 }
  expect(cooldownUntil(rotation, deeds('decision', 0, 5), at(6))).toBeNull()
  expect(cooldownUntil(rotation, deeds('decision', 0, 5, 9), at(10))).toEqual(at(39))
  expect(cooldownUntil(rotation, deeds('decision', 0, 5, 9), at(38.9))).toEqual(at(39))
  expect(cooldownUntil(rotation, deeds('decision', 0, 5, 9), at(39))).toBeNull()
})

test('a pause that was taken begins a new stint', () => {
  const rotation: Rotation = { decisions: 3, pauseMinutes: 30 }
  expect(cooldownUntil(rotation, deeds('decision', 0, 5, 35, 40), at(41))).toBeNull()
  expect(cooldownUntil(rotation, deeds('decision', 0, 5, 34.9), at(41))).toEqual(at(64.9))
})

test('looks and decisions count each for itself, and time from the first of them', () => {
  const mixed = [...deeds('reveal', 0, 1), ...deeds('decision', 2, 3)]
  expect(cooldownUntil({ decisions: 3, reveals: 3, pauseMinutes: 10 }, mixed, at(4))).toBeNull()
  expect(cooldownUntil({ reveals: 2, pauseMinutes: 10 }, mixed, at(4))).toEqual(at(13))
  expect(cooldownUntil({ minutes: 4, pauseMinutes: 10 }, mixed, at(3.9))).toBeNull()
  expect(cooldownUntil({ minutes: 4, pauseMinutes: 10 }, mixed, at(4))).toEqual(at(13))
  expect(cooldownUntil({ minutes: 4, pauseMinutes: 10 }, [], at(4))).toBeNull()
})

test('whatever was done when, the answer is that of a walk from the first deed to the last', () => {
  for (let round = 0; round < 2_000; round += 1) {
    const pauseMinutes = 1 + Math.floor(Math.random() * 20)
    const rotation: Rotation = { decisions: 1 + Math.floor(Math.random() * 5), pauseMinutes }
    const minutes = Array.from({ length: Math.floor(Math.random() * 12) }, () => Math.random() * 60).sort(
      (a, b) => a - b,
    )
    const now = 60 + Math.random() * 20
    let count = 0
    let last = Number.NEGATIVE_INFINITY
    for (const one of minutes) {
      count = one - last >= pauseMinutes ? 1 : count + 1
      last = one
    }
    const isResting = count >= (rotation.decisions ?? 0) && now - last < pauseMinutes
    const expected = isResting ? new Date(START + last * 60_000 + pauseMinutes * 60_000).getTime() : null
    const found = cooldownUntil(rotation, deeds('decision', ...minutes), at(now))?.getTime() ?? null
    // A deed's instant is in whole milliseconds, which may tip an equality.
    if (found === null || expected === null) expect([found, minutes, now]).toEqual([expected, minutes, now])
    else expect(Math.abs(found - expected)).toBeLessThanOrEqual(1)
  }
})
