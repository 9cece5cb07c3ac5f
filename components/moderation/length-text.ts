import { countOf } from '@/components/ui/format'

const HOUR = 60
const DAY = 24 * HOUR

/** A length of minutes in the largest unit that it is whole in: `7 days`. */
export function lengthText(minutes: number): string {
  if (minutes % DAY === 0) return countOf(minutes / DAY, 'day')
  return minutes % HOUR === 0 ? countOf(minutes / HOUR, 'hour') : countOf(minutes, 'minute')
}
