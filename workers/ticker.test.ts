import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startTicker } from './ticker'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-06-01T12:00:00.400Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

test('ticks at the full minute and every second, also after the clock was set back by an hour or forward by a day', async () => {
  const ticks: number[] = []
  const ticker = startTicker(async () => {
    ticks.push(Date.now())
  })
  const ticksIn = async (seconds: number) => {
    const before = ticks.length
    await vi.advanceTimersByTimeAsync(seconds * 1_000)
    return ticks.length - before
  }
  expect(await ticksIn(61)).toBe(62)
  expect(ticks).toContain(Date.parse('2026-06-01T12:01:00.000Z'))
  vi.setSystemTime(Date.now() - 3_600_000)
  expect(await ticksIn(10)).toBeGreaterThanOrEqual(10)
  vi.setSystemTime(Date.now() + 86_400_000)
  expect(await ticksIn(10)).toBeGreaterThanOrEqual(10)
  ticker.stop()
  expect(await ticksIn(120)).toBe(0)
})
