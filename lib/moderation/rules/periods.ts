import { invalid } from '@/lib/core/errors'
import { rangeOfQuarter } from '@/lib/core/time/quarters'
import { toInstant } from '@/lib/core/time/zoned'

export interface Period {
  from: Date
  to: Date
}

interface RequestedInput {
  from?: string | undefined
  to?: string | undefined
  quarter?: string | undefined
}

/** Before every decision. */
const FIRST = new Date('1900-01-01T00:00:00Z')

/**
 * What was asked for, as two instants of which the second is not in it any more. It ends now at the latest, so that an export
 * that takes long doesn't run after what is decided meanwhile.
 * @throws DomainError `period.empty` (invalid)
 */
export function toPeriod({ from, to, quarter }: RequestedInput, zone: string, now: Date): Period {
  if (quarter) {
    const range = rangeOfQuarter(quarter, zone)
    return { from: new Date(range.from), to: earlier(new Date(range.to), now) }
  }
  const start = from ? toDate(from, zone) : FIRST
  const end = to ? toDate(to, zone) : now
  if (start >= end) throw invalid('to', 'The period must end after it starts.', 'period.empty')
  return { from: start, to: earlier(end, now) }
}

const toDate = (text: string, zone: string): Date => new Date(toInstant(text, zone).epochMilliseconds)
const earlier = (a: Date, b: Date): Date => (a < b ? a : b)
