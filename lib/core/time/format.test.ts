import { describe, expect, test } from 'vitest'
import { formatDateTime, formatDuration, formatExact, formatRange, formatRelative, isDayStart, toLocal } from './format'

const AT = '2026-11-22T15:44:09Z'

test('the same instant in two zones', () => {
  expect(formatDateTime(AT, 'Europe/Berlin')).toBe('22 Nov 2026, 16:44')
  expect(formatExact(AT, 'Asia/Kathmandu')).toBe('22 Nov 2026, 21:29:09')
  expect(toLocal('2026-11-22T23:30:00Z', 'Europe/Berlin')).toMatchObject({ day: 23, weekday: 1, hour: 0 })
})

describe('formatRelative', () => {
  test.each([
    ['2026-11-22T15:43:50Z', 'just now'],
    ['2026-11-22T15:42:00Z', '2 min ago'],
    ['2026-11-22T10:44:09Z', '5 h ago'],
    ['2026-11-21T15:44:10Z', '24 h ago'],
    ['2026-11-21T15:44:09Z', '21 Nov, 16:44'],
    ['2025-11-21T15:44:09Z', '21 Nov 2025, 16:44'],
    ['2026-11-22T17:44:09Z', 'in 2 h'],
  ])('%s is %s', (at, text) => {
    expect(formatRelative(at, AT, 'Europe/Berlin')).toBe(text)
  })
})

describe('formatRange', () => {
  test('days, the last one named though the end is open', () => {
    expect(formatRange('2026-10-23T22:00:00Z', '2026-11-22T23:00:00Z', 'Europe/Berlin')).toBe('24 Oct – 22 Nov 2026')
    expect(formatRange('2026-11-21T23:00:00Z', '2026-11-22T23:00:00Z', 'Europe/Berlin')).toBe('22 Nov 2026')
    expect(formatRange('2025-12-30T00:00:00Z', '2026-01-02T00:00:00Z', 'UTC')).toBe('30 Dec 2025 – 1 Jan 2026')
  })
  test('hours with their times', () => {
    expect(formatRange('2026-11-22T14:00:00Z', '2026-11-22T15:30:00Z', 'UTC')).toBe('22 Nov 2026, 14:00 – 15:30')
  })
})

test('a day begins at one o’clock where clocks skip midnight', () => {
  expect(isDayStart('2024-09-08T04:00:00Z', 'America/Santiago')).toBe(true)
  expect(isDayStart('2024-09-08T05:00:00Z', 'America/Santiago')).toBe(false)
})

test.each([
  [850, '850 ms'],
  [4230, '4.2 s'],
  [59_000, '59 s'],
  [200_000, '3 min 20 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('%d ms last %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})
