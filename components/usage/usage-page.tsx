'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { CrosshairProvider } from '@/components/charts/crosshair'
import { useCan } from '@/components/shell/permissions'
import { FigureStrip } from './figure-strip'
import { FilterBar } from './filter-bar'
import { PanelSections } from './panel-sections'
import { timelineQuery, toChartAnnotation } from './timeline-client'
import type { OpenedPoint } from './usage-client'
import { type Usage, UsageProvider } from './usage-context'
import { UsageEmpty } from './usage-empty'
import { UsageHeader } from './usage-header'
import { useAsOf } from './use-as-of'
import { useChartTools } from './use-chart-tools'
import { useMetricAvailability } from './use-metric-availability'
import { useUsageShortcuts } from './use-usage-shortcuts'
import { useUsageView } from './use-usage-view'

// Dialogs are nobody's first need.
const ProvenanceSheet = dynamic(() => import('./provenance-sheet').then((module) => module.ProvenanceSheet), {
  ssr: false,
})

interface UsagePageProps {
  /** The community's zone. */
  homeZone: string
  /** The instant that the server rendered for. */
  renderedAsOf: string
  /** What changes the flags on the charts. */
  timelineTopics: readonly string[]
}

/** How the community was used over time. */
export function UsagePage({ homeZone, renderedAsOf, timelineTopics }: UsagePageProps) {
  const can = useCan()
  const asOf = useAsOf(renderedAsOf)
  const { firstAt } = useMetricAvailability()
  const { view, show, zoomTo, stepOut } = useUsageView({ homeZone, asOf, firstAt })
  const [point, setPoint] = useState<OpenedPoint | null>(null)
  const { data: timeline } = useQuery({
    ...timelineQuery(view.range, view.rangeKey, timelineTopics),
    placeholderData: keepPreviousData,
  })
  // Kept while time moves on, or all charts would be drawn once more with what they already show.
  const flags = useMemo(() => timeline?.items.map(toChartAnnotation) ?? [], [timeline])
  const { tools, opened, openTool, openFlag, close } = useChartTools(timeline)
  const usage = useMemo<Usage>(
    () => ({
      view,
      homeZone,
      show,
      zoomTo,
      stepOut,
      annotations: flags,
      tools,
      openTool,
      openFlag,
      openPoint: setPoint,
    }),
    [view, homeZone, show, zoomTo, stepOut, flags, tools, openTool, openFlag],
  )
  useUsageShortcuts(usage)
  return (
    <UsageProvider value={usage}>
      <UsageHeader canCollect={can('collections:write')} />
      {firstAt === null ? (
        <UsageEmpty />
      ) : (
        <CrosshairProvider>
          <FilterBar />
          <FigureStrip />
          <PanelSections />
        </CrosshairProvider>
      )}
      {opened ? (
        <opened.tool.Dialog
          id={opened.id}
          at={opened.at ?? asOf}
          zone={view.zone}
          canWrite={can(opened.tool.permission)}
          onClose={close}
        />
      ) : null}
      {point ? <ProvenanceSheet point={point} onClose={() => setPoint(null)} /> : null}
    </UsageProvider>
  )
}
