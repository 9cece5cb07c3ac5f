import { expect, test } from 'vitest'
import { startedByText } from './run-by'

test('names who had the run made', () => {
  expect(startedByText({ by: 'staff:1', byName: 'Ada' })).toBe('Ada')
  expect(startedByText({ by: 'schedule', byName: null })).toBe('the schedule')
  expect(startedByText({ by: 'cli', byName: null })).toBe('the command line')
  expect(startedByText({ by: 'staff:1', byName: null })).toBe('a staff member')
})
