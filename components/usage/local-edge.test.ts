import { expect, test } from 'vitest'
import { fromInstant, toEdge } from './local-edge'

test('a day stays a day, and a time of day becomes an instant of the zone', () => {
  expect(toEdge({ date: '2026-11-22', time: '' }, 'Europe/Berlin')).toBe('2026-11-22')
  expect(toEdge({ date: '2026-11-22', time: '15:30' }, 'Europe/Berlin')).toBe('2026-11-22T14:30:00.000Z')
  expect(toEdge({ date: '', time: '15:30' }, 'Europe/Berlin')).toBeNull()
})

test('an end at midnight is written as the day that it includes', () => {
  expect(fromInstant('2026-11-22T23:00:00.000Z', 'Europe/Berlin', 'to')).toEqual({ date: '2026-11-22', time: '' })
  expect(fromInstant('2026-11-22T23:00:00.000Z', 'Europe/Berlin', 'from')).toEqual({ date: '2026-11-23', time: '' })
  expect(fromInstant('2026-11-22T14:30:00.000Z', 'Europe/Berlin', 'to')).toEqual({ date: '2026-11-22', time: '15:30' })
})
