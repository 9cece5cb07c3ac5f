import { expect, test } from 'vitest'
import { stepTo } from './use-list-keys'

test('walks a list and stops at its ends', () => {
  const ids = ['a', 'b', 'c']
  expect(stepTo(ids, 'a', 1)).toBe('b')
  expect(stepTo(ids, 'c', 1)).toBe('c')
  expect(stepTo(ids, 'a', -1)).toBe('a')
})

test('begins at the end that one comes from, also where the selected row is gone', () => {
  expect(stepTo(['a', 'b'], null, 1)).toBe('a')
  expect(stepTo(['a', 'b'], 'gone', -1)).toBe('b')
  expect(stepTo([], null, 1)).toBeUndefined()
})
