import { expect, test } from 'vitest'
import { ALL, DATES, periodOptions, rangeOf } from './period-choice'

const quarters = [
  { quarter: '2026-q4', from: '2026-10-01T00:00:00.000Z', to: '2027-01-01T00:00:00.000Z', isOver: false },
  { quarter: '2026-q3', from: '2026-07-01T00:00:00.000Z', to: '2026-10-01T00:00:00.000Z', isOver: true },
].map((quarter) => ({ ...quarter, published: null, withdrawnAt: null }))

test('the present quarter is offered as what it is', () => {
  expect(periodOptions(quarters).map(({ label }) => label)).toEqual([
    'All',
    'Q4 2026, so far',
    'Q3 2026',
    'Between two dates',
  ])
})

test('a quarter is asked for by its instants, all without bounds', () => {
  expect(rangeOf({ period: '2026-q3', from: 'x', to: 'y' }, quarters)).toEqual({
    from: '2026-07-01T00:00:00.000Z',
    to: '2026-10-01T00:00:00.000Z',
  })
  expect(rangeOf({ period: ALL, from: '', to: '' }, quarters)).toEqual({ from: undefined, to: undefined })
})

test('of two dates the second is in it, also at the end of a year; either may be open', () => {
  const dates = (from: string, to: string) => rangeOf({ period: DATES, from, to }, quarters)
  expect(dates('2026-12-31', '2026-12-31')).toEqual({ from: '2026-12-31', to: '2027-01-01' })
  expect(dates('', '2026-02-28')).toEqual({ from: undefined, to: '2026-03-01' })
  expect(dates('2026-02-01', '')).toEqual({ from: '2026-02-01', to: undefined })
  expect(dates('2026-02-02', '2026-02-01')).toBeNull()
})
