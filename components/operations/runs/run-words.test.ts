import { expect, test } from 'vitest'
import { byWords, meaningOf } from './run-words'

test('names who had the run made', () => {
  expect(byWords({ by: 'staff:1', byName: 'Ada' })).toBe('Ada')
  expect(byWords({ by: 'schedule', byName: null })).toBe('The schedule')
  expect(byWords({ by: 'cli', byName: null })).toBe('Command line')
  expect(byWords({ by: 'staff:1', byName: null })).toBe('Somebody of the staff')
})

test('says what a status means for the charts', () => {
  const run = { isSilent: false, errors: [] }
  expect(meaningOf({ ...run, status: 'missed' })).toContain('a gap here, not a zero')
  expect(meaningOf({ ...run, status: 'partial', errors: [{ metric: 'members', message: 'x' }] })).toMatch(
    /^One figure is missing/,
  )
  expect(meaningOf({ ...run, status: 'running', isSilent: true })).toContain('no sign of life')
})
