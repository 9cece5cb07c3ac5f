import { describe, expect, test } from 'vitest'
import { deltaOf, planComparison, shiftForward } from './comparison'

const zone = 'Europe/Berlin'
const days = (from: string, to: string) => ({ from: `${from}T22:00:00.000Z`, to: `${to}T22:00:00.000Z` })

describe('planComparison', () => {
  const asOf = '2024-06-10T08:00:00.000Z'
  const thirty = days('2024-05-11', '2024-06-10')

  test('same elapsed shifts by the number of days and cuts at the same time of day', () => {
    expect(planComparison(thirty, { mode: 'elapsed', zone, asOf })).toMatchObject({
      current: { from: thirty.from, to: asOf },
      previous: { from: '2024-04-11T22:00:00.000Z', to: '2024-05-11T08:00:00.000Z' },
      label: 'previous 30 days',
    })
  })

  test('10:00 stays 10:00 when clocks changed in between', () => {
    const week = { from: '2024-03-30T23:00:00.000Z', to: '2024-04-06T22:00:00.000Z' }
    const plan = planComparison(week, { mode: 'elapsed', zone, asOf: '2024-04-02T08:00:00.000Z' })
    expect(plan.previous).toEqual({ from: '2024-03-23T23:00:00.000Z', to: '2024-03-26T09:00:00.000Z' })
    expect(shiftForward(plan.previous.to, plan.shift, zone)).toBe('2024-04-02T08:00:00.000Z')
  })

  test('whole periods leave the unfinished day out of both', () => {
    const plan = planComparison(thirty, { mode: 'whole', zone, asOf })
    expect(plan.current.to).toBe('2024-06-09T22:00:00.000Z')
    expect(plan.previous.to).toBe('2024-05-10T22:00:00.000Z')
    const today = planComparison(days('2024-06-09', '2024-06-10'), { mode: 'whole', zone, asOf })
    expect(today.current.from).toBe(today.current.to)
  })

  test('same weekday shifts by whole weeks, at least as long as the range', () => {
    expect(planComparison(thirty, { mode: 'weekday', zone, asOf }).shift).toEqual({ days: 35 })
    expect(planComparison(days('2024-06-09', '2024-06-10'), { mode: 'weekday', zone, asOf }).shift).toEqual({ days: 7 })
  })

  test('year over year goes by the local calendar, the 29th of February by the 28th', () => {
    const leap = planComparison(
      { from: '2024-02-28T23:00:00.000Z', to: '2024-02-29T23:00:00.000Z' },
      { mode: 'year', zone, asOf },
    )
    expect(leap.previous).toEqual({ from: '2023-02-27T23:00:00.000Z', to: '2023-02-28T23:00:00.000Z' })
  })

  test('a range of hours shifts by its length', () => {
    const hour = { from: '2024-06-10T07:00:00.000Z', to: '2024-06-10T08:00:00.000Z' }
    expect(planComparison(hour, { mode: 'elapsed', zone, asOf }).previous).toEqual({
      from: '2024-06-10T06:00:00.000Z',
      to: hour.from,
    })
  })
})

describe('deltaOf', () => {
  test('shows no percentage on a small base', () => {
    expect(deltaOf(30, { value: 19, samples: 19 }, false)).toMatchObject({ absolute: 11, percent: null, n: 19 })
    expect(deltaOf(30, { value: 20, samples: 20 }, false)?.percent).toBe(50)
  })

  test('shares differ in percentage points', () => {
    const delta = deltaOf(0.5, { value: 0.25, samples: 40 }, true)
    expect(delta).toEqual({ absolute: 0.25, percent: null, points: 25, base: 0.25, n: 40 })
  })

  test('is nothing where either side is not known', () => {
    expect(deltaOf(null, { value: 3, samples: 3 }, false)).toBeNull()
    expect(deltaOf(3, { value: null, samples: 0 }, false)).toBeNull()
  })
})
