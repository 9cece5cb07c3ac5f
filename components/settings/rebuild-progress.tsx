import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { Card } from '@/components/ui/card'
import { countOf } from '@/components/ui/format'
import { Progress } from '@/components/ui/progress'
import type { RebuildView } from '@/lib/metrics/schema'
import { rebuildQuery } from './settings-client'

const STAGE_LABELS: Record<NonNullable<RebuildView['stage']>, string> = {
  waiting: 'Waiting for a worker',
  activity: 'Finding active members by day',
  days: 'Summing days',
  figures: 'Calculating daily figures',
}

/** Shown while the figures by day are counted anew; goes on whether or not anybody looks. */
export function RebuildProgress() {
  const { data } = useQuery(rebuildQuery())
  const most = useRef(0)
  if (!data?.stage) {
    most.current = 0
    return null
  }
  if (data.daysLeft !== null) most.current = Math.max(most.current, data.daysLeft)
  return (
    <Card role="status" aria-label="Recalculating daily figures" className="grid gap-2 px-4 py-3.5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 className="font-semibold">Recalculating daily figures</h2>
        <p className="num text-muted text-sm">
          {STAGE_LABELS[data.stage]}
          {data.daysLeft === null ? '' : `, ${countOf(data.daysLeft, 'day')} left`}
        </p>
      </div>
      <Progress
        label="Recalculating daily figures"
        value={data.daysLeft === null || most.current === 0 ? null : 1 - data.daysLeft / most.current}
      />
      {data.error ? (
        <p className="text-sm text-warn-text">The last attempt failed and will be retried: {data.error}</p>
      ) : null}
    </Card>
  )
}
