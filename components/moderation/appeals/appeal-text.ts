import type { ChipTone } from '@/components/ui/chip'
import { formatDateTime } from '@/lib/core/time/format'
import type { AppealView } from '@/lib/moderation/schema/appeals'
import { TYPE_LABELS } from '../case-text'

export const APPEAL_STATUS_LABELS: Record<AppealView['status'], { label: string; tone: ChipTone }> = {
  open: { label: 'Open', tone: 'warn' },
  upheld: { label: 'Upheld', tone: 'neutral' },
  overturned: { label: 'Overturned', tone: 'good' },
}

interface AppliedSanctions {
  type: string
  until?: string | null
}

/** What was done, to the one it was done to: "Your message was removed, and you were warned." */
export function appliedSanctionsText(
  actions: readonly AppliedSanctions[],
  itemType: AppealView['item']['type'],
  zone: string,
): string {
  const own = itemType === 'member' ? 'profile' : TYPE_LABELS[itemType]
  const words = actions.map(({ type, until }) => {
    const end = until ? ` until ${formatDateTime(until, zone)}` : ''
    if (type === 'remove') return `your ${own} was removed`
    if (type === 'hide') return `your ${own} was hidden`
    if (type === 'warn') return 'you were warned'
    if (type === 'mute') return `you were muted${end}`
    if (type === 'suspend') return `you were suspended${end}`
    return type === 'ban' ? 'you were banned' : 'another action was taken'
  })
  const all =
    words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : (words[0] ?? 'a decision was made')
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}.`
}

/** What an overturned decision brings back, for who is about to overturn it. */
export function restoredText({ decision, item }: Pick<AppealView, 'decision' | 'item'>): string {
  const types = decision.actions.map(({ type }) => type)
  const parts = [
    types.some((type) => type === 'remove' || type === 'hide') ? `the ${TYPE_LABELS[item.type]} is shown again` : '',
    types.some((type) => ['warn', 'mute', 'suspend', 'ban'].includes(type))
      ? 'the sanctions against the member end'
      : '',
    'the strike and the outcome of the reports are reversed',
    'the case is reopened',
  ].filter(Boolean)
  const all = parts.join(', ')
  return `${all.charAt(0).toUpperCase()}${all.slice(1)}.`
}
