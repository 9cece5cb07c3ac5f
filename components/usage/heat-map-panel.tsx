'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartCard } from '@/components/charts/chart-card'
import { HeatMap } from '@/components/charts/heat-map'
import { cn } from '@/components/ui/cn'
import { Segmented } from '@/components/ui/segmented'
import { METRICS } from '@/lib/metrics/schema'
import { heatmapQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { CELL } from './usage-panel'
import { useInSight } from './use-in-sight'
import { RHYTHMS, type Rhythm } from './view-state'

const TITLE = 'Activity by hour and weekday'
/** Of seven rows with their head and their legend. */
const HEIGHT = 214
const UNITS: Record<Rhythm, string> = {
  messages: 'messages an hour',
  active_users: 'members on average',
  online_users: 'members on average',
}

/** When the community is awake: the hours of the day by the days of the week. */
export function HeatMapPanel() {
  const { ref, isInSight } = useInSight<HTMLDivElement>()
  const { view, show } = useUsage()
  const metric = view.state.rhythm
  const request = { metric, ...view.range, zone: view.zone }
  const { data, status, error, refetch, isPlaceholderData } = useQuery({
    ...heatmapQueryOf({ request, view }),
    enabled: isInSight,
    placeholderData: keepPreviousData,
  })
  return (
    <div ref={ref} id="rhythm" className={cn(CELL, 'col-span-12')}>
      <ChartCard
        title={TITLE}
        subtitle={
          <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-2">
            <Segmented
              label="Figure of the heat map"
              value={metric}
              onValueChange={(rhythm) => show({ rhythm })}
              segments={RHYTHMS.map((value) => ({ value, label: METRICS[value].title }))}
            />
            In an average hour, {view.zone}
          </span>
        }
        status={data ? 'success' : status}
        isStale={isPlaceholderData}
        error={error?.message}
        onRetry={() => void refetch()}
        height={HEIGHT}
        hasFullScreen={false}
      >
        {() => (data ? <HeatMap title={TITLE} cells={data.cells} unit={UNITS[metric]} /> : null)}
      </ChartCard>
    </div>
  )
}
