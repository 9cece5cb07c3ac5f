import { expect, test } from 'vitest'
import { initialsOf } from './initials'

test('takes the first and the last word, or two letters of the only one', () => {
  expect(['Ada Byron King', 'ada', ' x ', '', '😀 y'].map(initialsOf)).toEqual(['AK', 'AD', 'X', '', '😀Y'])
})
