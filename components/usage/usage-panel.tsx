'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { TimeSeriesCard } from '@/components/charts/time-series-card'
import { cn } from '@/components/ui/cn'
import { MenuItem } from '@/components/ui/dropdown-menu'
import type { MetricView, SeriesView } from '@/lib/metrics/schema'
import { OTHER } from '@/lib/metrics/terms'
import { HowComputed } from './how-computed'
import { PanelSubtitle } from './panel-subtitle'
import type { Panel, PanelWidth } from './panels'
import { titleOf } from './text'
import { seriesId as seriesIdOf, toChartData } from './to-chart'
import { comparisonQueryOf, type OpenedPoint, seriesQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { filterOf, type PanelRequests, requestsOf } from './usage-view'
import { useIsVisible } from './use-is-visible'
import { useMetricAvailability } from './use-metric-availability'
import { usageHref } from './view-state'

/** Cards of one row are of one height. */
export const PANEL_CLASS = 'min-w-0 scroll-mt-16 [&>*]:h-full [&>div>section]:h-full'

const PANEL_WIDTHS: Record<PanelWidth, string> = {
  wide: 'col-span-12',
  half: 'col-span-12 lg:col-span-6',
  third: 'col-span-12 md:col-span-6 xl:col-span-4',
}

const HEIGHTS: Record<PanelWidth, number> = { wide: 264, half: 208, third: 160 }

const TOO_SHORT = 'This figure has one value per local day. Choose a range of two days or more.'

/** One chart of the usage page with all that belongs to it. */
export function UsagePanel({ panel }: { panel: Panel }) {
  const { ref, isInSight } = useIsVisible<HTMLDivElement>()
  const { view } = useUsage()
  const metric = useMetricAvailability().byName.get(panel.metric)
  if (!metric) return null
  const requests = requestsOf(panel, metric, view)
  return (
    <div ref={ref} id={panel.id} className={cn(PANEL_CLASS, PANEL_WIDTHS[panel.width])}>
      {requests ? (
        <RequestedPanel panel={panel} metric={metric} requests={requests} isInSight={isInSight} />
      ) : (
        <TimeSeriesCard
          title={metric.title}
          data={undefined}
          status="success"
          emptyReason={TOO_SHORT}
          height={HEIGHTS[panel.width]}
        />
      )}
    </div>
  )
}

interface RequestedPanelProps {
  panel: Panel
  metric: MetricView
  requests: PanelRequests
  isInSight: boolean
}

function RequestedPanel({ panel, metric, requests, isInSight }: RequestedPanelProps) {
  const { view, show, zoomTo, stepOut, tools, openTool, openFlag, openPoint } = useUsage()
  const { series, comparison, data } = usePanelData(requests, isInSight)
  const open = (at: string, seriesId: string) => {
    if (series.data) openPoint(pointOf(series.data, { at, seriesId, filter: filterOf(metric, view.state) }))
  }
  const lastAt = series.data?.series[0]?.points.at(-1)?.at
  return (
    <TimeSeriesCard
      title={titleOf(metric, requests.series.resolution)}
      subtitle={
        series.data ? <PanelSubtitle metric={metric} series={series.data} comparison={comparison.data} /> : undefined
      }
      data={data}
      status={series.data ? 'success' : series.status}
      isStale={series.isPlaceholderData}
      error={series.error?.message}
      onRetry={() => void series.refetch()}
      emptyReason="Nothing was measured in this range."
      height={HEIGHTS[panel.width]}
      isTable={view.state.tables.includes(panel.id)}
      onTableChange={(isTable) => show({ tables: withOrWithout(view.state.tables, panel.id, isTable) })}
      howComputed={(close) => (
        <HowComputed metric={metric} onOpenLast={lastAt ? () => [close(), open(lastAt, 'total')] : undefined} />
      )}
      copyLink={() => new URL(`${usageHref(view.state)}#${panel.id}`, location.href).href}
      menu={
        tools.length > 0
          ? tools.map((tool) => (
              <MenuItem key={tool.source} onSelect={() => openTool(tool, null)}>
                {tool.icon}
                {tool.label}
              </MenuItem>
            ))
          : undefined
      }
      onSelectRange={zoomTo}
      onStepOut={stepOut}
      onOpenAnnotation={openFlag}
      onOpenPoint={open}
    />
  )
}

interface Chosen {
  at: string
  seriesId: string
  filter: ReturnType<typeof filterOf>
}

/** What is asked of a point. "Other" is no label that rows have: behind it lies what is behind all lines together. */
function pointOf(
  { metric, resolution, zone, title, series }: SeriesView,
  { at, seriesId, filter }: Chosen,
): OpenedPoint {
  const line = series.find(({ labels }) => seriesIdOf(labels) === seriesId)
  const labels = Object.entries(line?.labels ?? {}).filter(([, value]) => value !== OTHER)
  const isAll = labels.length === 0 && series.length > 1
  return {
    request: {
      metric,
      at,
      resolution,
      zone,
      ...filter,
      ...Object.fromEntries(labels.map(([name, value]) => [`label.${name}`, value])),
    },
    name: isAll ? 'all' : line && line.name !== title ? line.name : null,
  }
}

const withOrWithout = (list: readonly string[], item: string, isIn: boolean): string[] =>
  isIn ? [...list, item] : list.filter((one) => one !== item)

function usePanelData(requests: PanelRequests, isInSight: boolean) {
  const { view, annotations } = useUsage()
  const series = useQuery({
    ...seriesQueryOf({ request: requests.series, view }),
    enabled: isInSight,
    placeholderData: keepPreviousData,
  })
  const compared = requests.comparison ?? { ...requests.series, mode: 'elapsed' as const }
  const comparison = useQuery({
    ...comparisonQueryOf({ request: compared, view }),
    enabled: isInSight && requests.comparison !== null,
    placeholderData: keepPreviousData,
  })
  const previous = requests.comparison === null ? undefined : comparison.data
  const data = useMemo(
    () => series.data && toChartData({ series: series.data, comparison: previous, annotations }),
    [series.data, previous, annotations],
  )
  return { series, comparison: { data: previous }, data }
}
