'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { ChartCard } from '@/components/charts/chart-card'
import { HeatMap } from '@/components/charts/heat-map'
import { fileNameOf, saveCsv } from '@/components/charts/save-file'
import { cn } from '@/components/ui/cn'
import { Segmented } from '@/components/ui/segmented'
import { HowComputed } from './how-computed'
import { heatmapCsv } from './panel-csv'
import { heatmapQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { PANEL_CLASS } from './usage-panel'
import { useIsVisible } from './use-is-visible'
import { useMetricAvailability } from './use-metric-availability'
import { HEATMAP_METRICS, type HeatmapMetric, usageHref } from './view-state'

const TITLE = 'Activity by hour and weekday'
/** Of seven rows with their head and their legend. */
const HEIGHT = 214
const UNITS: Record<HeatmapMetric, string> = {
  messages: 'messages per hour',
  active_users: 'members on average',
  online_users: 'members on average',
}

/** When the community is awake: the hours of the day by the days of the week. */
export function HeatMapPanel() {
  const { ref, isInSight } = useIsVisible<HTMLDivElement>()
  const { view, show } = useUsage()
  const metric = view.state.rhythm
  const { byName } = useMetricAvailability()
  const known = byName.get(metric)
  const request = { metric, ...view.range, zone: view.zone }
  const { data, status, error, refetch, isPlaceholderData } = useQuery({
    ...heatmapQueryOf({ request, view }),
    enabled: isInSight,
    placeholderData: keepPreviousData,
  })
  return (
    <div ref={ref} id="rhythm" className={cn(PANEL_CLASS, 'col-span-12')}>
      <ChartCard
        title={TITLE}
        subtitle={
          <span className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-2">
            <Segmented
              label="Heat map metric"
              value={metric}
              onValueChange={(rhythm) => show({ rhythm })}
              segments={HEATMAP_METRICS.map((value) => ({ value, label: byName.get(value)?.title ?? value }))}
            />
            Hourly average, {view.zone}
          </span>
        }
        status={data ? 'success' : status}
        isStale={isPlaceholderData}
        error={error?.message}
        onRetry={() => void refetch()}
        height={HEIGHT}
        hasFullScreen={false}
        downloads={[
          { label: 'CSV', run: () => data && saveCsv(fileNameOf(TITLE, data.from, 'csv'), heatmapCsv(data)) },
        ]}
        howComputed={() => (
          <HowComputed metric={known}>
            <p>
              Each cell is the average for that hour and weekday in the range, in {view.zone}. Hours without a
              measurement don’t count.
            </p>
          </HowComputed>
        )}
        copyLink={() => new URL(`${usageHref(view.state)}#rhythm`, location.href).href}
      >
        {() => (data ? <HeatMap title={TITLE} cells={data.cells} unit={UNITS[metric]} /> : null)}
      </ChartCard>
    </div>
  )
}
