import { expect, test } from 'vitest'
import { meaningOf } from './run-text'

test('says what a status means for the charts', () => {
  const run = { isSilent: false, errors: [] }
  expect(meaningOf({ ...run, status: 'missed' })).toContain('a gap here, not zero')
  expect(meaningOf({ ...run, status: 'partial', errors: [{ metric: 'members', message: 'x' }] })).toMatch(
    /^One figure is missing/,
  )
  expect(meaningOf({ ...run, status: 'running', isSilent: true })).toContain('no heartbeat')
})
