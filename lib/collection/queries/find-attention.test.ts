import { describe, expect, test } from 'vitest'
import type { FreshnessView, HealthView, RunView } from '../schema'
import { attentionOf } from './find-attention'

const NOW = '2026-11-22T15:00:00.000Z'

const aFreshness = (change: Partial<FreshnessView> = {}): FreshnessView => ({
  asOf: NOW,
  lastRun: { id: '9', sourceId: 's', sourceName: 'Guildhall', finishedAt: NOW, status: 'succeeded' },
  troubled: [],
  sources: 2,
  paused: 0,
  isWorkerAlive: true,
  ...change,
})

const aHealth = (jobs: Partial<HealthView['jobs']> = {}): HealthView => ({
  asOf: NOW,
  database: { version: '18.1', sizeBytes: 1, connections: 1, connectionsMax: 100 },
  workers: [],
  jobs: { waiting: 0, running: 0, failed: 0, oldestWaitingSince: null, failures: [], ...jobs },
  sources: { total: 2, paused: 0, late: 0 },
  schema: { migration: null, partitionsUntil: null },
  checks: [],
  isHealthy: true,
})

const aBackfill = (change: Partial<RunView>): RunView => ({
  id: '5',
  sourceId: 's',
  sourceName: 'Guildhall',
  slot: null,
  trigger: 'backfill',
  by: 'cli',
  byName: null,
  status: 'succeeded',
  isSilent: false,
  attempt: 1,
  workerId: null,
  intervalSeconds: 1800,
  startedAt: NOW,
  finishedAt: NOW,
  durationMs: 1,
  samples: 1,
  progress: null,
  errors: [],
  ...change,
})

const idsOf = (state: Partial<Parameters<typeof attentionOf>[0]>) =>
  attentionOf({ freshness: aFreshness(), health: aHealth(), lastBackfill: undefined, ...state }).map(({ id }) => id)

describe('what needs attention', () => {
  test('is nothing while all is well', () => {
    expect(idsOf({ lastBackfill: aBackfill({}) })).toEqual([])
  })

  test('is a silent worker before all else', () => {
    const freshness = aFreshness({
      isWorkerAlive: false,
      troubled: [{ id: 's', name: 'Guildhall', reason: 'missed', runId: '8' }],
    })
    expect(idsOf({ freshness })).toEqual(['worker', 'source-s'])
  })

  test('is each source in trouble, with the way to its run', () => {
    const troubled = [
      { id: 'a', name: 'Platform', reason: 'failed' as const, runId: '8' },
      { id: 'b', name: 'System', reason: 'late' as const, runId: null },
    ]
    const items = attentionOf({
      freshness: aFreshness({ troubled }),
      health: aHealth(),
      lastBackfill: undefined,
    })
    expect(items).toMatchObject([
      { tone: 'danger', title: 'Platform failed at its last slot', href: '/operations/runs/8' },
      { tone: 'warn', title: 'System is late', href: '/operations' },
    ])
  })

  test('is a job that was given up, and a queue that stands still', () => {
    const failures = [{ id: '1', task: 'roll-up', attempts: 25, error: 'no' }]
    expect(idsOf({ health: aHealth({ failed: 1, failures }) })).toEqual(['jobs-failed'])
    expect(idsOf({ health: aHealth({ waiting: 3, oldestWaitingSince: '2026-11-22T14:59:00.000Z' }) })).toEqual([])
    expect(idsOf({ health: aHealth({ waiting: 3, oldestWaitingSince: '2026-11-22T14:00:00.000Z' }) })).toEqual([
      'jobs-waiting',
    ])
  })

  test('is a backfill that did not get through, or is on its way', () => {
    const running = attentionOf({
      freshness: aFreshness(),
      health: aHealth(),
      lastBackfill: aBackfill({ status: 'running', progress: { done: 3, total: 10, metric: null } }),
    })
    expect(running).toMatchObject([{ tone: 'step', detail: '3 of 10 days are complete.' }])
    expect(idsOf({ lastBackfill: aBackfill({ status: 'failed' }) })).toEqual(['backfill'])
  })

  test('of a fresh installation is the next step', () => {
    expect(idsOf({ freshness: aFreshness({ sources: 0, lastRun: null }) })).toEqual(['no-source'])
    expect(idsOf({ freshness: aFreshness({ lastRun: null }) })).toEqual(['first-collection'])
  })
})
