import { expect, test } from 'vitest'
import type { HealthView } from '@/lib/collection/schema'
import { assessHealth } from './assess-health'

const aWorker = (isAlive: boolean): HealthView['workers'][number] => ({
  id: String(isAlive),
  host: 'host',
  pid: 1,
  version: '1',
  startedAt: '2026-11-22T12:00:00.000Z',
  heartbeatAt: '2026-11-22T12:00:00.000Z',
  isAlive,
  runs: 0,
  jobs: 0,
})

const healthy: HealthView = {
  asOf: '2026-11-22T12:00:00.000Z',
  database: { version: '18.4', sizeBytes: 1e9, connections: 20, connectionsMax: 100 },
  workers: [aWorker(true)],
  jobs: { waiting: 0, running: 1, failed: 0, oldestWaitingSince: null, failures: [] },
  sources: { total: 2, paused: 0, late: 0 },
  schema: { migration: '20261122160300-collection', partitionsUntil: '2027-02' },
  checks: [],
  isHealthy: true,
}

const stateOf = (health: Partial<HealthView>, id: string) =>
  assessHealth({ ...healthy, ...health }).find((part) => part.id === id)

test('finds nothing to say where all is well', () => {
  for (const part of assessHealth(healthy)) expect(part).toMatchObject({ state: 'good', advice: '' })
})

test('no worker at all is failing, a silent one beside a live one wants attention', () => {
  expect(stateOf({ workers: [] }, 'workers')?.state).toBe('failing')
  expect(stateOf({ workers: [aWorker(false)] }, 'workers')?.state).toBe('failing')
  expect(stateOf({ workers: [aWorker(true), aWorker(false)] }, 'workers')?.state).toBe('attention')
})

test('failed jobs are failing, a queue that does not move wants attention', () => {
  expect(stateOf({ jobs: { ...healthy.jobs, failed: 1 } }, 'jobs')?.state).toBe('failing')
  const waiting = { ...healthy.jobs, waiting: 3, oldestWaitingSince: '2026-11-22T11:50:00.000Z' }
  expect(stateOf({ jobs: waiting }, 'jobs')).toMatchObject({
    state: 'attention',
    detail: expect.stringContaining('10 min'),
  })
  const short = { ...waiting, oldestWaitingSince: '2026-11-22T11:59:50.000Z' }
  expect(stateOf({ jobs: short }, 'jobs')?.state).toBe('good')
})

test('late sources, no sources and scarce connections want attention, with a way out', () => {
  for (const part of [
    stateOf({ sources: { total: 2, paused: 0, late: 1 } }, 'sources'),
    stateOf({ sources: { total: 0, paused: 0, late: 0 } }, 'sources'),
    stateOf({ database: { ...healthy.database, connections: 80 } }, 'database'),
  ]) {
    expect(part?.state).toBe('attention')
    expect(part?.advice).not.toBe('')
  }
})

test('partitions that do not reach past this month want attention', () => {
  expect(stateOf({ schema: { migration: null, partitionsUntil: '2026-11' } }, 'partitions')?.state).toBe('attention')
  expect(stateOf({ schema: { migration: null, partitionsUntil: null } }, 'partitions')?.state).toBe('attention')
  expect(stateOf({ schema: { migration: null, partitionsUntil: '2026-12' } }, 'partitions')?.state).toBe('good')
})
