import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitAtTop } from './use-buffered-rows'

const idOf = (id: string): string => id

test('holds back what came in above the row that stood on top', () => {
  expect(splitAtTop(['e', 'd', 'c', 'b'], 'c', idOf)).toEqual({ shown: ['c', 'b'], waiting: 2 })
})

test('shows all where the top is gone or nothing was read yet', () => {
  expect(splitAtTop(['b', 'a'], 'gone', idOf)).toEqual({ shown: ['b', 'a'], waiting: 0 })
  expect(splitAtTop(['b', 'a'], null, idOf)).toEqual({ shown: ['b', 'a'], waiting: 0 })
})

test('never loses or repeats a row', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.nat(), (rows, at) => {
      const top = rows[at % Math.max(1, rows.length)] ?? null
      const { shown, waiting } = splitAtTop(rows, top, idOf)
      expect([...rows.slice(0, waiting), ...shown]).toEqual(rows)
      expect(shown[0] ?? null).toBe(top)
    }),
  )
})
