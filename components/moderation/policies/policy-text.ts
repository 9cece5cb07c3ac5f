import { countOf } from '@/components/ui/format'
import type { LadderStep } from '@/lib/moderation/schema/ladder'
import type { PolicyView } from '@/lib/moderation/schema/policies'
import type { LadderAction } from '@/lib/moderation/terms'
import { lengthText } from '../length-text'

export const SEVERITY_LABELS: Record<number, string> = {
  1: 'Minor',
  2: 'Moderate',
  3: 'Serious',
  4: 'Severe',
  5: 'Critical',
}

/** What breaking it leaves on a member's record: "2 points for 90 days". */
export function strikeText({ strikePoints, strikeDays }: Pick<PolicyView, 'strikePoints' | 'strikeDays'>): string {
  if (strikePoints === 0) return 'No strike'
  return `${countOf(strikePoints, 'point')}${strikeDays === null ? ', permanently' : ` for ${countOf(strikeDays, 'day')}`}`
}

export const LADDER_LABELS: Record<LadderAction, string> = {
  warn: 'Warn',
  mute: 'Mute',
  suspend: 'Suspend',
  ban: 'Ban',
}

/** "Mute for 1 day". */
export const stepText = ({ action, minutes }: Pick<LadderStep, 'action' | 'minutes'>): string =>
  `${LADDER_LABELS[action]}${minutes === null ? '' : ` for ${lengthText(minutes)}`}`
