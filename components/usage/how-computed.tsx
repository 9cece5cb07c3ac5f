import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import type { MetricView } from '@/lib/metrics/schema'
import type { MetricKind } from '@/lib/metrics/terms'

const KINDS = {
  gauge:
    'A level: each measurement stands until the next one, at most one and a half intervals long. A bucket shows its mean over the time that was measured, with its lowest and highest value. Times without a measurement stay empty.',
  event: 'A count: each row is counted in the bucket that it falls into. Zero means that there were none.',
  increment: 'A count of what came in during an interval, placed where the interval began.',
  distinct:
    'Distinct members: each is counted once per bucket, however often. Days are never added up; weeks and months are counted anew.',
  ratio:
    'A ratio of two sums: over a longer time both are summed first, and no ratios are averaged. A bucket without a denominator stays empty.',
  duration:
    'How long it took, by when it began: half of all took p50 or less, nine in ten p90 or less. What is still open counts for as long as it has lasted (Kaplan-Meier). A bucket stays empty until that share has ended.',
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
          Show what is behind the newest point
        </Button>
      ) : null}
      {children ?? <p className="text-muted text-sm">Choose any point of the chart to see the runs behind it.</p>}
    </div>
  )
}
