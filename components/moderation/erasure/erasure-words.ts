import { countOf, formatNumber } from '@/components/ui/format'
import { type ErasurePreview, MESSAGES_COUNTED_MAX } from '@/lib/erasure/schema'

/** What is taken, in numbers: "the text of 12 messages, 3 cases, 1 report and 0 appeals". */
export function countsOf({ messages, cases, reports, appeals }: ErasurePreview): string {
  const many =
    messages >= MESSAGES_COUNTED_MAX
      ? `${formatNumber(MESSAGES_COUNTED_MAX)} messages and more`
      : countOf(messages, 'message')
  return `the text of ${many}, ${countOf(cases, 'case')}, ${countOf(reports, 'report')} and ${countOf(appeals, 'appeal')}`
}

/** Where the same id is known to several systems: who goes along. */
export function othersOf({ externalId, identities }: ErasurePreview): string | null {
  if (identities.length < 2) return null
  const names = identities.map(({ source, name }) => `${source}${name ? ` (${name})` : ''}`)
  return `The id ${externalId} is one person to Guildhall, in ${names.join(', ')}: all of them are erased.`
}
