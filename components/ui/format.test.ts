import { describe, expect, test } from 'vitest'
import {
  countOf,
  describeDelta,
  formatBytes,
  formatCompact,
  formatNumber,
  formatPercent,
  formatSeconds,
} from './format'

test('numbers in full', () => {
  expect(formatNumber(12345)).toBe('12,345')
  expect(formatNumber(48.368)).toBe('48.37')
  expect(formatNumber(1234.56)).toBe('1,235')
  expect(formatNumber(-7)).toBe('−7')
})

test.each([
  [950, '950'],
  [999.99, '1k'],
  [12_345, '12.3k'],
  [123_456, '123k'],
  [4_000_000, '4M'],
  [-2500, '−2.5k'],
  [0, '0'],
  [0.25, '0.25'],
])('%d on an axis is %s', (value, text) => {
  expect(formatCompact(value)).toBe(text)
})

test('units stay with their number', () => {
  expect(formatPercent(0.0853)).toBe('8.5\u00a0%')
  expect(formatBytes(1_440_000_000)).toBe('1.4\u00a0GB')
  expect(formatBytes(0)).toBe('0\u00a0B')
  expect(formatSeconds(0.0124)).toBe('12\u00a0ms')
  expect(formatSeconds(5400)).toBe('1.5\u00a0h')
})

describe('describeDelta', () => {
  test('a percentage of a base that can bear one', () => {
    expect(describeDelta(538, 471)).toEqual({ text: '▲\u00a014.2\u00a0%', direction: 'up' })
  })
  test('a plain number where the base is under 20', () => {
    expect(describeDelta(7, 10)).toEqual({ text: '▼\u00a03', direction: 'down' })
  })
  test('percentage points between shares', () => {
    expect(describeDelta(0.418, 0.399, 'share').text).toBe('▲\u00a01.9\u00a0pp')
  })
  test('no change', () => {
    expect(describeDelta(5, 5)).toEqual({ text: '±0', direction: 'flat' })
  })
})

test('countOf', () => {
  expect([countOf(1, 'run'), countOf(1200, 'run'), countOf(2, 'entry', 'entries')]).toEqual([
    '1 run',
    '1,200 runs',
    '2 entries',
  ])
})
