import { expect, test } from 'vitest'
import { formatTable, isOver, percentile } from './report'

const figure = { bench: 'b', figure: 'f', unit: 'ratio', n: 3, quick: false } as const

test('is over where a value is beyond its bar on the wrong side, or no number', () => {
  expect(isOver({ ...figure, value: 2.1, bar: 2 })).toBe(true)
  expect(isOver({ ...figure, value: 2, bar: 2 })).toBe(false)
  expect(isOver({ ...figure, value: 19, bar: 20, wants: 'at least' })).toBe(true)
  expect(isOver({ ...figure, value: 20, bar: 20, wants: 'at least' })).toBe(false)
  expect(isOver({ ...figure, value: Number.NaN, bar: 2 })).toBe(true)
  expect(isOver({ ...figure, value: 99 })).toBe(false)
})

test('says what missed its bar and what was not measured', () => {
  const table = formatTable([
    { ...figure, value: 3, bar: 2 },
    { ...figure, value: 1, bar: 2 },
    { ...figure, value: null, bar: 2 },
  ])
  expect(table.split('\n').map((line) => /MISSED|met|not measured/.exec(line)?.[0])).toEqual([
    'MISSED',
    'met',
    'not measured',
  ])
})

test('takes percentiles by nearest rank', () => {
  expect(percentile([5, 1, 3, 2, 4], 50)).toBe(3)
  expect(percentile([5, 1, 3, 2, 4], 95)).toBe(5)
})
