import { type BucketSummary, summariseGauge } from '../points'
import type { BucketCell } from '../queries/cells'
import { rollUpSampledQuarters } from '../roll-up/sampled-quarters'
import { STALE_AFTER_INTERVALS } from '../stale-after'
import type { KindOfMetric } from './kind'
import { type Coverage, findSampledLevel, getSampledLines, type SampledKind } from './sampled'

const sampled: SampledKind = {
  stands: STALE_AFTER_INTERVALS,
  weigh: (cell) => cell.valueSeconds,
  measure: levelIn,
  summarise: summariseGauge,
  isLevel: true,
}

/** A level at an instant; decision 0041. */
export const gaugeKind: KindOfMetric = {
  name: 'gauge',
  isSampled: true,
  findFinest: async () => 0,
  findLevel: findSampledLevel,
  getLines: (db, scope, plan) => getSampledLines(db, scope, plan, sampled),
  week: { findStart: async (_db, scope) => scope.from, isLevel: true },
  rollUp: (trx, spans) => rollUpSampledQuarters(trx, spans, STALE_AFTER_INTERVALS),
}

/** The mean of a level over what was covered. The sum of several series has no minimum that could be told from theirs. */
function levelIn(own: BucketCell | undefined, coverage: Coverage, isOne: boolean): BucketSummary | null {
  const ownSeconds = isOne ? (own?.coveredSeconds ?? 0) : 0
  const coveredSeconds = Math.max(coverage ?? 0, ownSeconds)
  if (coveredSeconds === 0) return null
  const valueSeconds = own?.valueSeconds ?? 0
  const wasAbsent = ownSeconds < coveredSeconds
  return {
    value: valueSeconds / coveredSeconds,
    min: isOne ? (wasAbsent ? Math.min(0, own?.min ?? 0) : (own?.min ?? null)) : null,
    max: isOne ? (wasAbsent ? Math.max(0, own?.max ?? 0) : (own?.max ?? null)) : null,
    samples: own?.samples ?? 0,
    valueSeconds,
    coveredSeconds,
  }
}
