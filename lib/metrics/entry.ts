import type { DistinctRelation, GaugeRelation, RatioRelation, Relation } from './relation'
import type { MetricKind, OverLabels, OverTime } from './terms'

interface EntryBase {
  /** Lower case with underscores; unique over all metrics. */
  name: string
  title: string
  /** What is counted, in the plural: "members". `share`, `seconds` and `bytes` are written in their own way. */
  unit: string
  /** The section of the usage page. */
  group: string
  /** Where it comes from, in a sentence for people. */
  sourceText: string
  /** How buckets make a longer one. */
  overTime: OverTime
  /** Whether values of a label add up to those without it. Where they do not, only what is stored is answered. */
  overLabels: OverLabels
  /** Labels that it may be broken down by; `channel` and `space` hold our numeric id as a string. */
  dimensions: readonly string[]
  /** What it counts, in a sentence for people. */
  definition: string
  /** Which direction is good; null where neither is. */
  direction: 'up' | 'down' | null
  /** IR Engine's name of it on the analytics API; its own where there is none. */
  analyticsType?: string
  /** Of a metric that people made (lib/metrics/commands/manage-metrics.ts). */
  custom?: CustomState
}

export interface CustomState {
  version: number
  archivedAt: string | null
}

type Kinds = {
  /** A level at an instant; a sample stands until the next one. One with a relation is computed from the mirror. */
  gauge: { relation?: GaugeRelation }
  /** What came in during the interval that starts at a sample. */
  increment: object
  /** Counted from rows; never summed from samples. */
  event: { relation: Relation }
  /** Distinct members of a period; never added up into a longer one, unless each can be in one period only. */
  distinct: { relation: DistinctRelation }
  /** The ratio of the sums of two metrics. */
  ratio: { relation: RatioRelation }
  /** How long something takes: quantiles over rows, by the instant at which each began. */
  duration: { relation: Relation & Required<Pick<Relation, 'until'>> }
}

export type EntryOf<Kind extends MetricKind> = EntryBase & Kinds[Kind] & { kind: Kind }

/** A metric: everything that Guildhall knows of a figure. Domains list theirs; others are rows of `metric_definition`. */
export type MetricEntry = { [Kind in MetricKind]: EntryOf<Kind> }[MetricKind]

export const isKind = <Kind extends MetricKind>(
  entry: MetricEntry,
  kind: Kind,
): entry is Extract<MetricEntry, { kind: Kind }> => entry.kind === kind

/** Those of a list that are of a kind. */
export const ofKind = <Kind extends MetricKind>(entries: readonly MetricEntry[], kind: Kind): EntryOf<Kind>[] =>
  entries.filter((entry) => isKind(entry, kind)) as unknown as EntryOf<Kind>[]
