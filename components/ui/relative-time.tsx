'use client'

import { formatExact, formatRelative, type Instant, toMs } from '@/lib/core/time/format'
import { useNow, useZones } from './clock'
import { cn } from './cn'

interface RelativeTimeProps {
  at: Instant
  /** It lies ahead. Else it has been, also where the page's clock, which ticks slowly, is behind it. */
  isUpcoming?: boolean
  className?: string
}

/**
 * `3 min ago`, past a day `21 Nov, 14:05` in the viewer's zone. Exact to the second on hover and for assistive technology,
 * with the community's time beside it where the zones differ.
 */
export function RelativeTime({ at, isUpcoming = false, className }: RelativeTimeProps) {
  const now = useNow()
  const { viewer, home } = useZones()
  const iso = new Date(toMs(at)).toISOString()
  const mine = `${formatExact(at, viewer)} ${viewer}`
  const exact = viewer === home ? mine : `${mine} (${formatExact(at, home)} ${home})`
  return (
    // What is only for assistive technology is placed within it, so that a line that cuts off the time cuts that off too.
    <time dateTime={iso} title={exact} className={cn('relative', className)}>
      <span className="num whitespace-nowrap">
        {formatRelative(at, isUpcoming ? now : Math.max(now, toMs(at)), viewer)}
      </span>
      <span className="sr-only">, {exact}</span>
    </time>
  )
}
