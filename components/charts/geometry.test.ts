import { describe, expect, test } from 'vitest'
import { hasDirectLabels, layOut, NAME_OFFSET } from './geometry'
import { buildModel } from './plot-model'
import type { ChartData } from './types'

const dataOf = (names: readonly string[]): ChartData => ({
  from: '2026-11-01T00:00:00Z',
  to: '2026-11-03T00:00:00Z',
  step: 'day',
  zone: 'UTC',
  asOf: '2026-11-03T00:00:00Z',
  unit: 'members',
  series: names.map((name) => ({
    id: name,
    name,
    points: [{ at: '2026-11-01T00:00:00Z', value: 1, min: null, max: null, complete: true }],
  })),
  annotations: [],
})

describe('names at the ends of lines', () => {
  // As Chromium measures them on a canvas in Inter, 11 px, semi-bold.
  test.each([
    ['gamma', 39],
    ['MMMM', 40],
    ['Town square', 69],
    ['協議會', 33],
    ['WWW', 33],
    ['support-team', 74],
    ['1234567', 46],
  ])('%s has the %d px that it needs', (name, width) => {
    const data = dataOf([name, 'b'])
    const { right } = layOut(data, buildModel(data), { width: 800, height: 200 })
    expect(right).toBeGreaterThanOrEqual(NAME_OFFSET + width)
    expect(right).toBeLessThan(NAME_OFFSET + width * 1.6)
  })

  test('are there where each fits whole; else a legend has them', () => {
    expect(hasDirectLabels(dataOf(['lobby', 'arena']), 800)).toBe(true)
    expect(hasDirectLabels(dataOf(['world=lobby · region=europe', 'arena']), 800)).toBe(false)
    expect(hasDirectLabels(dataOf(['lobby', 'arena']), 400)).toBe(false)
  })
})
