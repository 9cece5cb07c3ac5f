import { expect, test } from 'vitest'
import type { FreshnessView } from '@/lib/collection/schema'
import { judgeFreshness } from './judge-freshness'

type Troubled = FreshnessView['troubled'][number]

const aTroubled = (reason: Troubled['reason']): Troubled => ({ id: reason, name: reason, reason, runId: null })
const aView = (over: Partial<FreshnessView>): FreshnessView => ({
  asOf: '2026-11-22T12:00:00Z',
  lastRun: null,
  troubled: [],
  sources: 3,
  paused: 0,
  isWorkerAlive: true,
  ...over,
})

test('says nothing while every source answered its last slot', () => {
  expect(judgeFreshness(aView({}))).toBeNull()
})

test('names one reason when all share it, and trouble when they do not', () => {
  expect(judgeFreshness(aView({ troubled: [aTroubled('missed')] }))).toBe('1 source missed')
  expect(judgeFreshness(aView({ troubled: [aTroubled('late'), aTroubled('late')] }))).toBe('2 sources late')
  expect(judgeFreshness(aView({ troubled: [aTroubled('late'), aTroubled('failed')] }))).toBe('2 sources in trouble')
})

test('a missing worker comes before everything that follows from it', () => {
  expect(judgeFreshness(aView({ isWorkerAlive: false, troubled: [aTroubled('late')] }))).toBe('no worker is running')
})
