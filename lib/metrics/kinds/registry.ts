import type { MetricKind } from '../terms'
import { distinctKind } from './distinct'
import { durationKind } from './duration'
import { eventKind } from './event'
import { gaugeKind } from './gauge'
import { incrementKind } from './increment'
import type { KindOfMetric } from './kind'
import { ratioKind } from './ratio'

/** Every kind of metric, by name. */
export const KINDS: Readonly<Record<MetricKind, KindOfMetric>> = {
  gauge: gaugeKind,
  event: eventKind,
  increment: incrementKind,
  distinct: distinctKind,
  ratio: ratioKind,
  duration: durationKind,
}
