import { expect, test } from 'vitest'
import { quarterOf, quartersBetween, rangeOfQuarter } from './quarters'

test('a quarter begins and ends with the days of the zone, also where its clocks change in it', () => {
  expect(rangeOfQuarter('2026-q3', 'UTC')).toEqual({ from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z' })
  expect(rangeOfQuarter('2026-q1', 'Europe/Berlin')).toEqual({
    from: '2025-12-31T23:00:00.000Z',
    to: '2026-03-31T22:00:00.000Z',
  })
  expect(rangeOfQuarter('2026-q4', 'Asia/Kathmandu')).toEqual({
    from: '2026-09-30T18:15:00.000Z',
    to: '2026-12-31T18:15:00.000Z',
  })
})

test('the last instant of a quarter is in it, and the next is in the next', () => {
  for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia']) {
    for (const quarter of ['2025-q4', '2026-q1', '2026-q2', '2026-q3']) {
      const { from, to } = rangeOfQuarter(quarter, zone)
      const last = new Date(Date.parse(to) - 1).toISOString()
      expect([quarterOf(from, zone), quarterOf(last, zone)]).toEqual([quarter, quarter])
      expect(quarterOf(to, zone)).not.toBe(quarter)
    }
  }
})

test('quarters are counted across years, the latest first', () => {
  expect(quartersBetween('2025-q3', '2026-q2')).toEqual(['2026-q2', '2026-q1', '2025-q4', '2025-q3'])
  expect(quartersBetween('2026-q2', '2026-q2')).toEqual(['2026-q2'])
  expect(quartersBetween('2026-q3', '2026-q2')).toEqual([])
})
