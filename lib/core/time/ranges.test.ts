import { describe, expect, test } from 'vitest'
import { customRange, rangeOfPreset, shiftRange } from './ranges'

const now = '2024-06-10T08:13:42.500Z'

describe('rangeOfPreset', () => {
  test('"last 30 days" are the 30 local days that end with today', () => {
    expect(rangeOfPreset('30d', { zone: 'Europe/Berlin', now })).toEqual({
      from: '2024-05-11T22:00:00.000Z',
      to: '2024-06-10T22:00:00.000Z',
    })
  })

  test('today is the day of the zone, not of UTC', () => {
    expect(rangeOfPreset('7d', { zone: 'Pacific/Kiritimati', now: '2024-06-10T11:00:00Z' }).to).toBe(
      '2024-06-11T10:00:00.000Z',
    )
  })

  test('days keep their midnights over a change of clocks', () => {
    expect(rangeOfPreset('7d', { zone: 'Europe/Berlin', now: '2024-04-02T10:00:00Z' }).from).toBe(
      '2024-03-26T23:00:00.000Z',
    )
  })

  test('hours end now and begin on a minute', () => {
    expect(rangeOfPreset('hour', { zone: 'UTC', now })).toEqual({ from: '2024-06-10T07:13:00.000Z', to: now })
    expect(rangeOfPreset('24h', { zone: 'UTC', now }).from).toBe('2024-06-09T08:13:00.000Z')
  })

  test('a year has each date once, and all begins with the data', () => {
    expect(rangeOfPreset('1y', { zone: 'UTC', now }).from).toBe('2023-06-11T00:00:00.000Z')
    expect(rangeOfPreset('all', { zone: 'UTC', now, firstAt: '2018-02-23T17:00:00Z' }).from).toBe(
      '2018-02-23T00:00:00.000Z',
    )
    expect(rangeOfPreset('all', { zone: 'UTC', now, firstAt: null }).from).toBe('2023-06-10T00:00:00.000Z')
  })
})

describe('customRange', () => {
  test('two dates include the second', () => {
    expect(customRange('2024-06-01', '2024-06-01', 'UTC')).toEqual({
      from: '2024-06-01T00:00:00.000Z',
      to: '2024-06-02T00:00:00.000Z',
    })
  })

  test('is null for what is empty or no range', () => {
    expect(customRange('2024-06-02', '2024-06-01', 'UTC')).toBeNull()
    expect(customRange('soon', '2024-06-01', 'UTC')).toBeNull()
    expect(customRange('2024-06-01T00:00:00Z', '2024-06-01T00:00:00Z', 'UTC')).toBeNull()
  })
})

describe('shiftRange', () => {
  test('moves days by days and hours by their length', () => {
    const week = { from: '2024-03-24T23:00:00.000Z', to: '2024-03-31T22:00:00.000Z' }
    expect(shiftRange(week, 1, 'Europe/Berlin')).toEqual({ from: week.to, to: '2024-04-07T22:00:00.000Z' })
    const hours = { from: '2024-03-24T10:30:00.000Z', to: '2024-03-24T12:00:00.000Z' }
    expect(shiftRange(hours, -1, 'Europe/Berlin')).toEqual({ from: '2024-03-24T09:00:00.000Z', to: hours.from })
  })
})
