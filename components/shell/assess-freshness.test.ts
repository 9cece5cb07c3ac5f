import { expect, test } from 'vitest'
import type { FreshnessView } from '@/lib/collection/schema'
import { assessFreshness } from './assess-freshness'

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
  expect(assessFreshness(aView({}))).toBeNull()
})

test('names one reason when all share it, and trouble when they do not', () => {
  expect(assessFreshness(aView({ troubled: [aTroubled('missed')] }))).toBe('1 source missed')
  expect(assessFreshness(aView({ troubled: [aTroubled('late'), aTroubled('late')] }))).toBe('2 sources late')
  expect(assessFreshness(aView({ troubled: [aTroubled('late'), aTroubled('failed')] }))).toBe('2 sources with problems')
})

test('a missing worker comes before everything that follows from it', () => {
  expect(assessFreshness(aView({ isWorkerAlive: false, troubled: [aTroubled('late')] }))).toBe('no worker is running')
})
