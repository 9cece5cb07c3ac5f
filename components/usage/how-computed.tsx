import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { METRICS, type MetricName } from '@/lib/metrics/catalogue'

const KINDS = {
  gauge:
    'A level: each measurement stands until the next one, at most one and a half intervals long. A bucket shows its mean over the time that was measured, with its lowest and highest value. Times without a measurement stay empty.',
  event: 'A count: each row is counted in the bucket that it falls into. Zero means that there were none.',
  increment: 'A count of what came in during an interval, placed where the interval began.',
  distinct:
    'Distinct members: each is counted once per bucket, however often. Days are never added up; weeks and months are counted anew.',
} as const

interface HowComputedProps {
  metric: MetricName
  /** Opens what is behind the newest point. */
  onOpenLast?: (() => void) | undefined
  /** What this view of the figure does with it, where that is more than to show it over time. */
  children?: ReactNode
}

/** What a figure means and where it comes from. */
export function HowComputed({ metric, onOpenLast, children }: HowComputedProps) {
  const { definition, source, kind } = METRICS[metric]
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
