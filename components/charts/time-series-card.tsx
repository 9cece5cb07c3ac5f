'use client'

import dynamic from 'next/dynamic'
import { useRef } from 'react'
import { lazyModule, useLazyModule } from '@/components/ui/use-lazy-module'
import { ChartCard, type ChartCardProps } from './chart-card'
import { chartCsv } from './chart-rows'
import { PlotSkeleton } from './chart-skeleton'
import { PlotOutline } from './plot-outline'
import { fileNameOf, saveCsv, saveFile } from './save-file'
import type { ChartData, ChartHandlers } from './types'

type FrameProps = Omit<ChartCardProps, 'children' | 'table' | 'downloads' | 'emptyReason'>

interface TimeSeriesCardProps extends FrameProps, ChartHandlers {
  /** Missing while the first load is under way or has failed. */
  data: ChartData | undefined
  /** Why there is nothing to draw; a default says what is usual. Without data it is shown instead of them. */
  emptyReason?: string
}

const chart = lazyModule(() => import('./time-series-chart'))

const LazyTable = dynamic(() => import('./chart-table').then((module) => module.ChartTable), {
  ssr: false,
  loading: () => <PlotSkeleton height={320} />,
})

/** A card with lines over time. */
export function TimeSeriesCard({ data, emptyReason, ...props }: TimeSeriesCardProps) {
  const { onSelectRange, onStepOut, onOpenAnnotation, onOpenAnomaly, onOpenPoint, ...frame } = props
  const handlers = { onSelectRange, onStepOut, onOpenAnnotation, onOpenAnomaly, onOpenPoint }
  const root = useRef<HTMLDivElement>(null)
  const isEmpty = data ? data.series.every(({ points }) => points.length === 0) : emptyReason !== undefined
  const savePng = async () => {
    const svg = root.current?.querySelector<SVGSVGElement>('[data-chart-plot] svg')
    if (!data || !svg) throw new Error('The chart is still loading.')
    const { chartPng } = await import('./png-export')
    saveFile(fileNameOf(props.title, data.from, 'png'), await chartPng(props.title, data, svg))
  }
  return (
    <div ref={root} className="min-w-0">
      <ChartCard
        {...frame}
        {...(isEmpty ? { emptyReason: emptyReason ?? 'Nothing was measured in this range. Try a wider range.' } : {})}
        table={(height) => (data ? <LazyTable title={props.title} data={data} height={height} /> : null)}
        downloads={[
          { label: 'CSV', run: () => data && saveCsv(fileNameOf(props.title, data.from, 'csv'), chartCsv(data)) },
          { label: 'PNG', run: savePng },
        ]}
      >
        {(height) => (data ? <TimeSeries title={props.title} data={data} height={height} {...handlers} /> : null)}
      </ChartCard>
    </div>
  )
}

interface TimeSeriesProps extends ChartHandlers {
  title: string
  data: ChartData
  height: number | string
}

/** The outline that the server can draw, until the drawing library is here. */
function TimeSeries(props: TimeSeriesProps) {
  const loaded = useLazyModule(chart)
  return loaded ? <loaded.TimeSeriesChart {...props} /> : <PlotOutline data={props.data} height={props.height} />
}
