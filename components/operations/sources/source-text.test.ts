import { expect, test } from 'vitest'
import type { SourceView } from '@/lib/collection/schema'
import { outcomeText, scheduleText, stateOf } from './source-text'

const aRun = (status: NonNullable<SourceView['lastRun']>['status']): NonNullable<SourceView['lastRun']> => ({
  id: '1',
  status,
  trigger: 'schedule',
  slot: null,
  startedAt: '2026-11-22T12:00:00.000Z',
  finishedAt: '2026-11-22T12:00:01.000Z',
  samples: 3,
  errorCount: 0,
})

test('the gravest word wins, and a run under way is shown even where the source is paused', () => {
  const paused = { pausedAt: '2026-11-22T12:00:00.000Z', isLate: false }
  expect(stateOf({ ...paused, lastRun: aRun('failed') }).word).toBe('Paused')
  expect(stateOf({ ...paused, lastRun: aRun('running') }).word).toBe('Collecting')
  expect(stateOf({ pausedAt: null, isLate: true, lastRun: aRun('succeeded') }).word).toBe('Late')
  expect(stateOf({ pausedAt: null, isLate: false, lastRun: aRun('succeeded') }).word).toBe('On time')
  expect(stateOf({ pausedAt: null, isLate: false, lastRun: null }).word).toBe('Waiting')
})

test('writes a schedule as people say it', () => {
  expect(scheduleText({ intervalSeconds: 1800, cron: null })).toBe('every 30 min')
  expect(scheduleText({ intervalSeconds: null, cron: '0 * * * *' })).toBe('cron 0 * * * *')
})

test('counts the outcomes of the recent runs', () => {
  expect(outcomeText([aRun('succeeded'), aRun('missed'), aRun('succeeded')])).toBe('Last 3 runs: 2 succeeded, 1 missed')
  expect(outcomeText([aRun('failed')])).toBe('Last run: 1 failed')
})
