import { describe, expect, test } from 'vitest'
import { caveatOf, describeInstant, pointSentence, summarise } from './describe'
import { buildModel } from './plot-model'
import type { ChartData } from './types'

const data: ChartData = {
  from: '2026-11-19T23:00:00Z',
  to: '2026-11-22T23:00:00Z',
  step: 'day',
  zone: 'Europe/Berlin',
  asOf: '2026-11-22T15:00:00Z',
  unit: 'members',
  series: [
    {
      id: 'total',
      name: 'Daily active members',
      points: [
        { at: '2026-11-19T23:00:00.000Z', value: 538, complete: true },
        { at: '2026-11-20T23:00:00.000Z', value: 400, complete: true, coverage: 0.6 },
        { at: '2026-11-21T23:00:00.000Z', value: 120, complete: false },
      ],
    },
  ],
  previous: {
    name: '17 – 19 Nov',
    points: [
      { at: '2026-11-19T23:00:00.000Z', previousAt: '2026-11-16T23:00:00.000Z', value: 471, complete: true },
      { at: '2026-11-21T23:00:00.000Z', previousAt: '2026-11-18T23:00:00.000Z', value: 300, complete: true },
    ],
  },
}
const model = buildModel(data)
const sayAt = (at: string) => pointSentence(describeInstant(data, model, Date.parse(at)), data.unit)

describe('an instant in words', () => {
  test('has its value, its change and what it is measured against', () => {
    expect(sayAt('2026-11-19T23:00:00Z')).toBe(
      'Fri 20 Nov 2026: 538 members, up 14.2\u00a0% against 471 on Tue 17 Nov 2026',
    )
  })

  test('says how much of the bucket was measured', () => {
    expect(sayAt('2026-11-20T23:00:00Z')).toBe('Sat 21 Nov 2026: 400 members (60 % measured)')
  })

  test('tells a bucket that the range cuts from one that is not over', () => {
    expect(caveatOf({ complete: false, isCut: true, coverage: 1 })).toBe('only the part in this range')
    expect(caveatOf({ complete: false, coverage: 1 })).toBe('not over yet')
    expect(caveatOf({ complete: true, coverage: 1 })).toBeNull()
  })

  test('an unfinished day is not compared with a whole one', () => {
    expect(sayAt('2026-11-21T23:00:00Z')).toBe(
      'Sun 22 Nov 2026: 120 members (not over yet), before 300 on Thu 19 Nov 2026',
    )
  })
})

test('with many series, the largest value comes first', () => {
  const at = '2026-11-19T23:00:00.000Z'
  const many: ChartData = {
    ...data,
    previous: undefined,
    series: [3, 9, 5].map((value) => ({ id: `${value}`, name: `${value}`, points: [{ at, value, complete: true }] })),
  }
  const rows = describeInstant(many, buildModel(many), Date.parse(at)).rows
  expect(rows.map(({ value }) => value)).toEqual(['9', '5', '3'])
})

test('a chart is summed up without its unfinished bucket', () => {
  expect(summarise('Daily active members', data, model)).toBe(
    'Daily active members in members, 20 Nov – 22 Nov 2026, Europe/Berlin. Lowest 400 on Sat 21 Nov 2026, highest 538 on Fri 20 Nov 2026, last 400 on Sat 21 Nov 2026.',
  )
})
