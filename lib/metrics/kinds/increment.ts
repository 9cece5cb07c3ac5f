import { type BucketSummary, summariseCount } from '../points'
import type { BucketCell } from '../queries/cells'
import { rollUpSampledQuarters } from '../roll-up/sampled-quarters'
import type { KindOfMetric } from './kind'
import { findLongestInterval, findSampledLevel, getSampledLines, type SampledKind } from './sampled'

const sampled: SampledKind = {
  stands: 1,
  weigh: (cell) => cell.sum,
  measure: incrementIn,
  summarise: summariseCount,
  isLevel: false,
}

/** What came in during an interval. Nothing finer than the longest interval can be told. */
export const incrementKind: KindOfMetric = {
  name: 'increment',
  isSampled: true,
  findFinest: findLongestInterval,
  findLevel: findSampledLevel,
  getLines: (db, scope, plan) => getSampledLines(db, scope, plan, sampled),
  week: { findStart: async (_db, scope) => scope.from, isLevel: false },
  rollUp: (trx, spans) => rollUpSampledQuarters(trx, spans, 1),
}

/** Increments come in where their interval starts; a bucket that none starts in is not measured. */
function incrementIn(own: BucketCell | undefined): BucketSummary | null {
  if (!own || own.samples === 0) return null
  const { sum: value, samples, coveredSeconds } = own
  return { value, min: null, max: null, samples, valueSeconds: 0, coveredSeconds }
}
