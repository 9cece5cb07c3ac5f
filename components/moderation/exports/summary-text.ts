import { formatNumber } from '@/components/ui/format'
import type { PublishedCount } from '@/lib/moderation/schema/transparency'

/** A count as it may be shown: "1,234", "<5", "≥5". */
export const publishedCountText = (count: PublishedCount): string =>
  typeof count === 'number' ? formatNumber(count) : count

const BREAKDOWN_LABELS: Record<string, string> = {
  ...{ automatic: 'By automatic rules', human: 'By people' },
  ...{ met: 'On time', missed: 'Late' },
  ...{ upheld: 'Upheld', overturned: 'Overturned', open: 'Not decided yet' },
  ...{ keep: 'Kept', hide: 'Hidden', remove: 'Removed', restore: 'Restored', warn: 'Warned', mute: 'Muted' },
  ...{ suspend: 'Suspended', ban: 'Banned', custom: 'Other actions' },
}

/** Policies have names of their own. */
export const breakdownLabel = (section: string, name: string): string =>
  section === 'byPolicy' ? name : (BREAKDOWN_LABELS[name] ?? name)

/** "45 min", "3.5 h", "2 d". */
export function hoursText(hours: number): string {
  if (hours < 1) return `${Math.round(hours * 60)} min`
  return hours < 48 ? `${hours} h` : `${formatNumber(Math.round(hours / 24))} d`
}
