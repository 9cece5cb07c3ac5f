import { ENTRIES } from '../entries'
import { type EntryOf, ofKind } from '../entry'
import type { GaugeRelation } from '../relation'

export type MirroredGauge = EntryOf<'gauge'> & { relation: GaugeRelation }

/** The gauges that are computed from the mirror. */
export const MIRRORED_GAUGES: readonly MirroredGauge[] = ofKind([...ENTRIES.values()], 'gauge').flatMap((entry) =>
  entry.relation ? [{ ...entry, relation: entry.relation }] : [],
)
