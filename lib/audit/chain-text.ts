import type { Gap } from '@/lib/audit/rules'
import type { AuditChainView } from '@/lib/audit/schema'

/** What a check of the audit log found, in one line. */
export function describeChain({ isIntact, reason, entries, head, recorded, gaps }: AuditChainView): string {
  const newest = head ? `newest entry ${head.id}, ${head.hash}, at ${head.at}` : 'no entries yet'
  if (!isIntact) return `${reason} (${newest})`
  const lost = gaps.map(
    (gap) => `${missingOf(gap)} were lost in a restore that was accepted with entry ${gap.acceptedBy}`,
  )
  const since = recorded
    ? `recorded on this machine since entry ${recorded.since.id}`
    : 'no head was recorded on this machine'
  return [`${entries} entries, the chain is intact; ${newest}`, ...lost, ...(head ? [since] : [])].join('; ')
}

/** "entries 3 to 4": the ids between two that are there. */
export const missingOf = ({ after, before }: Gap): string => `entries ${after + 1} to ${before - 1}`
