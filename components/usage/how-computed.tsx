import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import type { MetricView } from '@/lib/metrics/schema'
import type { MetricKind } from '@/lib/metrics/terms'

const KINDS = {
  gauge:
    'A level: each measurement counts until the next one, for at most one and a half intervals. A bucket shows the mean over the measured time, with the lowest and highest value. Times without a measurement stay empty.',
  event: 'A count: each row counts in the bucket of its time. Zero means that there were no rows.',
  increment: 'A count during an interval, shown at the start of the interval.',
  distinct:
    'Distinct members: each member counts once per bucket. Days are never added up. Weeks and months are counted separately.',
  ratio:
    'A ratio of two sums. For longer periods both are summed first, and ratios are never averaged. A bucket without a denominator stays empty.',
  duration:
    'Elapsed times, grouped by start time. Half took p50 or less, and nine in ten took p90 or less. Those that are still open count with their elapsed time so far (Kaplan-Meier). A bucket shows a percentile only once that share of its times has ended.',
} as const satisfies Record<MetricKind, string>

interface HowComputedProps {
  metric: Pick<MetricView, 'definition' | 'source' | 'kind'> | undefined
  /** Opens what is behind the newest point. */
  onOpenLast?: (() => void) | undefined
  /** What this view of the figure does with it, where that is more than to show it over time. */
  children?: ReactNode
}

/** What a figure means and where it comes from. */
export function HowComputed({ metric, onOpenLast, children }: HowComputedProps) {
  if (!metric) return null
  const { definition, source, kind } = metric
  return (
    <div className="grid gap-3">
      <p>{definition}</p>
      <p className="text-muted">{source}</p>
      <p className="text-muted">{KINDS[kind]}</p>
      {onOpenLast ? (
        <Button className="justify-self-start" onClick={onOpenLast}>
          Show details of the latest point
        </Button>
      ) : null}
      {children ?? <p className="text-muted text-sm">Choose a point on the chart to see where it comes from.</p>}
    </div>
  )
}
