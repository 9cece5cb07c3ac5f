import { countOf } from '@/components/ui/format'
import type { QueueView } from '@/lib/moderation/schema/queues'
import { TYPE_LABELS } from '../case-text'
import { lengthText } from '../length-text'

/** What a case needs to land in a queue: "links about Spam, severity 3 and up". */
export function routingText({ routing, isDefault }: QueueView, policyNames: ReadonlyMap<string, string>): string {
  if (isDefault) return 'Cases that no other queue takes'
  const { itemTypes = [], policyIds = [], channels = [], leastSeverity } = routing
  const named = policyIds.flatMap((id) => policyNames.get(id) ?? [])
  const parts = [
    itemTypes.length > 0
      ? itemTypes.map((type) => (type === 'custom' ? 'others' : `${TYPE_LABELS[type]}s`)).join(', ')
      : '',
    named.length > 0 ? `about ${named.join(', ')}` : '',
    channels.length > 0 ? `from ${countOf(channels.length, 'channel')}` : '',
    leastSeverity === undefined ? '' : `severity ${leastSeverity} and up`,
  ].filter(Boolean)
  const all = parts.join(', ')
  return all ? `${all.charAt(0).toUpperCase()}${all.slice(1)}` : 'Every case'
}

/** "Rest of 1 hour after 50 looks or 2 hours"; nothing where nobody rests. */
export function rotationText({ rotation }: Pick<QueueView, 'rotation'>): string | null {
  if (!rotation) return null
  const { minutes, decisions, reveals, pauseMinutes } = rotation
  const limits = [
    reveals === undefined ? '' : countOf(reveals, 'view'),
    decisions === undefined ? '' : countOf(decisions, 'decision'),
    minutes === undefined ? '' : lengthText(minutes),
  ].filter(Boolean)
  return `Cooldown of ${lengthText(pauseMinutes)} after ${limits.join(' or ')}`
}
