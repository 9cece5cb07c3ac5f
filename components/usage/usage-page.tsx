'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { CrosshairProvider } from '@/components/charts/crosshair'
import { useCan } from '@/components/shell/permissions'
import { annotationsQueryOf, toChartAnnotation } from './annotations-client'
import { FigureStrip } from './figure-strip'
import { FilterBar } from './filter-bar'
import { PanelSections } from './panel-sections'
import type { OpenedPoint } from './usage-client'
import { type AnnotationTarget, type Usage, UsageProvider } from './usage-context'
import { UsageEmpty } from './usage-empty'
import { UsageHeader } from './usage-header'
import { useAsOf } from './use-as-of'
import { useMeasured } from './use-measured'
import { useUsageShortcuts } from './use-usage-shortcuts'
import { useUsageView } from './use-usage-view'

// Dialogs are nobody's first need.
const AnnotationDialog = dynamic(() => import('./annotation-dialog').then((module) => module.AnnotationDialog), {
  ssr: false,
})
const ProvenanceSheet = dynamic(() => import('./provenance-sheet').then((module) => module.ProvenanceSheet), {
  ssr: false,
})

interface UsagePageProps {
  /** The community's zone. */
  homeZone: string
  /** The instant that the server rendered for. */
  renderedAsOf: string
}

/** How the community was used over time. */
export function UsagePage({ homeZone, renderedAsOf }: UsagePageProps) {
  const can = useCan()
  const asOf = useAsOf(renderedAsOf)
  const { firstAt } = useMeasured()
  const { view, show, zoomTo, stepOut } = useUsageView({ homeZone, asOf, firstAt })
  const [target, setTarget] = useState<AnnotationTarget | null>(null)
  const [point, setPoint] = useState<OpenedPoint | null>(null)
  const { data: annotations } = useQuery({
    ...annotationsQueryOf(view.range, view.rangeKey),
    placeholderData: keepPreviousData,
  })
  // Kept while time moves on, or all charts would be drawn once more with what they already show.
  const flags = useMemo(() => annotations?.items.map(toChartAnnotation) ?? [], [annotations])
  const canAnnotate = can('annotations:write')
  const usage = useMemo<Usage>(
    () => ({
      view,
      homeZone,
      show,
      zoomTo,
      stepOut,
      annotations: flags,
      canAnnotate,
      openAnnotation: setTarget,
      openPoint: setPoint,
    }),
    [view, homeZone, show, zoomTo, stepOut, flags, canAnnotate],
  )
  useUsageShortcuts(usage)
  const opened = target && 'id' in target ? annotations?.items.find(({ id }) => id === target.id) : undefined
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
      {target ? (
        <AnnotationDialog
          annotation={opened ?? null}
          at={'at' in target ? (target.at ?? asOf) : asOf}
          zone={view.zone}
          canWrite={canAnnotate}
          onClose={() => setTarget(null)}
        />
      ) : null}
      {point ? <ProvenanceSheet point={point} onClose={() => setPoint(null)} /> : null}
    </UsageProvider>
  )
}
