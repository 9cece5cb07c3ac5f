import { DOMAINS } from '../domains'
import type { MetricEntry } from './entry'

/** Every metric that comes with Guildhall, by name; the manifests of the domains list theirs. */
export const ENTRIES: ReadonlyMap<string, MetricEntry> = new Map(
  DOMAINS.flatMap(({ metrics = [] }) => metrics)
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .map((entry) => [entry.name, entry]),
)

/** @throws where Guildhall has no metric of this name */
export function entryOf(name: string): MetricEntry {
  const entry = ENTRIES.get(name)
  if (!entry) throw new Error(`Guildhall has no metric ${name}`)
  return entry
}

/** The name of a metric for clients of the analytics API. */
export const analyticsTypeOf = ({ name, analyticsType }: MetricEntry): string => analyticsType ?? name

/** The metric behind a `type` of the analytics API, by IR Engine's name or its own. */
export const findByAnalyticsType = (type: string): MetricEntry | undefined =>
  [...ENTRIES.values()].find((entry) => analyticsTypeOf(entry) === type) ?? ENTRIES.get(type)
