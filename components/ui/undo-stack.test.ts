import { expect, test } from 'vitest'
import { createUndoStack, type UndoEntry } from './undo-stack'

const deed = (until: number): UndoEntry => ({ undo: () => undefined, until })

test('deeds are taken back from the last one on, each within its time', () => {
  const deeds = createUndoStack()
  const [first, second, third] = [deed(8), deed(10), deed(12)]
  deeds.add(first, 0)
  deeds.add(second, 2)
  deeds.add(third, 4)
  expect(deeds.take(5)).toEqual({ taken: third, before: second })
  // The first one's time is over: it is gone for good, however often somebody presses.
  expect(deeds.take(9)).toEqual({ taken: second, before: undefined })
  expect(deeds.take(9)).toBeUndefined()
})

test('what is over is not kept while others come', () => {
  const deeds = createUndoStack()
  const last = deed(20)
  deeds.add(deed(8), 0)
  deeds.add(last, 12)
  expect(deeds.take(13)).toEqual({ taken: last, before: undefined })
})

test('one that came to nothing goes alone', () => {
  const deeds = createUndoStack()
  const [first, second, third] = [deed(8), deed(9), deed(10)]
  for (const one of [first, second, third]) deeds.add(one, 0)
  deeds.forget(second)
  expect([first, second, third].map(deeds.has)).toEqual([true, false, true])
  expect(deeds.isLast(third)).toBe(true)
  deeds.forget(second)
  expect(deeds.take(1)).toEqual({ taken: third, before: first })
})

test('the going of one that was replaced takes no later one along', () => {
  const deeds = createUndoStack()
  const [first, second] = [deed(8), deed(10)]
  deeds.add(first, 0)
  deeds.add(second, 2)
  deeds.forgetThrough(first)
  expect(deeds.take(3)).toEqual({ taken: second, before: undefined })
  deeds.forgetThrough(second)
  deeds.add(first, 3)
  deeds.forgetThrough(second)
  expect(deeds.take(4)?.taken).toBe(first)
})
