import { countOf, formatNumber } from '@/components/ui/format'
import { type ErasurePreview, MESSAGES_COUNTED_MAX } from '@/lib/erasure/schema'

/** What loses its words, in numbers: "12 messages, 3 cases and 1 report"; null where there is nothing. */
export function countsOf({ messages, cases, reports, appeals }: ErasurePreview): string | null {
  const parts = [
    messages >= MESSAGES_COUNTED_MAX
      ? `${formatNumber(MESSAGES_COUNTED_MAX)} messages or more`
      : countOf(messages, 'message'),
    countOf(cases, 'case'),
    countOf(reports, 'report'),
    countOf(appeals, 'appeal'),
  ].filter((part) => !part.startsWith('0 '))
  if (parts.length < 2) return parts[0] ?? null
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
}

/** Where the same id is known to several systems: who goes along. */
export function othersOf({ externalId, identities }: ErasurePreview): string | null {
  if (identities.length < 2) return null
  const names = identities.map(({ source, name }) => `${source}${name ? ` (${name})` : ''}`)
  return `Guildhall treats the ID ${externalId} as one person in ${names.join(', ')}. The member will be erased in all of these sources.`
}
