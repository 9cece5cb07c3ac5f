import { countOf } from '@/components/ui/format'
import type { FreshnessView } from '@/lib/collection/schema'

export const FRESHNESS_REASONS: Record<FreshnessView['troubled'][number]['reason'], string> = {
  missed: 'missed its last slot',
  failed: 'failed at its last slot',
  late: 'is late',
}

/** The few words that say what is wrong with the collection; null while all is well. */
export function assessFreshness({ troubled, isWorkerAlive }: FreshnessView): string | null {
  if (!isWorkerAlive) return 'no worker is running'
  const [first] = troubled
  if (!first) return null
  const isOneReason = troubled.every(({ reason }) => reason === first.reason)
  return `${countOf(troubled.length, 'source')} ${isOneReason ? first.reason : 'with problems'}`
}
