import { entryOf } from '@/lib/metrics/entries'

/** What a page knows of one of Guildhall's metrics. */
export function knownMetric(name: string) {
  const { title, kind, overTime, dimensions } = entryOf(name)
  return { name, title, kind, overTime, labels: [...dimensions] }
}
