import { expect, test } from 'vitest'
import { byWords } from './run-by'

test('names who had the run made', () => {
  expect(byWords({ by: 'staff:1', byName: 'Ada' })).toBe('Ada')
  expect(byWords({ by: 'schedule', byName: null })).toBe('the schedule')
  expect(byWords({ by: 'cli', byName: null })).toBe('the command line')
  expect(byWords({ by: 'staff:1', byName: null })).toBe('somebody of the staff')
})
