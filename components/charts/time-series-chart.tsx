'use client'

import { useId, useMemo } from 'react'
import { useCrosshairStore } from './crosshair'
import { CrosshairLayer } from './crosshair-layer'
import { summarise } from './describe'
import { FlagButtons } from './flag-buttons'
import { type Geometry, hasDirectLabels, layOut } from './geometry'
import { Legend } from './legend'
import { legendEntries } from './legend-entries'
import { PlotBody } from './plot-body'
import { plotBox } from './plot-box'
import { buildModel, type PlotModel } from './plot-model'
import type { ChartData, ChartHandlers } from './types'
import { usePlotInput } from './use-plot-input'
import { useSize } from './use-size'

interface TimeSeriesChartProps extends ChartHandlers {
  title: string
  data: ChartData
  /** Of the plot: pixels, or a CSS length. */
  height: number | string
}

/** Lines over time, to be looked at, pointed at, walked through by keys and listened to. Loaded late: it brings recharts. */
export function TimeSeriesChart({ title, data, height, ...handlers }: TimeSeriesChartProps) {
  const [ref, size] = useSize<HTMLDivElement>()
  const model = useMemo(() => buildModel(data), [data])
  const geometry = useMemo(() => (size ? layOut(data, model, size) : null), [data, model, size])
  const isNamed = geometry !== null && hasDirectLabels(data, geometry.width)
  return (
    <div className="min-w-0">
      {isNamed ? null : <Legend entries={legendEntries(data, model)} />}
      <div ref={ref} {...plotBox(height)}>
        {geometry ? <Plot title={title} data={data} model={model} geometry={geometry} handlers={handlers} /> : null}
      </div>
      {model.values.low > 0 ? <p className="pt-0.5 text-2xs text-muted">The axis does not start at zero.</p> : null}
    </div>
  )
}

interface PlotProps {
  title: string
  data: ChartData
  model: PlotModel
  geometry: Geometry
  handlers: ChartHandlers
}

function Plot({ title, data, model, geometry, handlers }: PlotProps) {
  const id = useId()
  const store = useCrosshairStore()
  const { selection, props } = usePlotInput({ store, chartId: id, data, model, geometry, handlers })
  return (
    <>
      {/* An application: arrow keys walk the points instead of the page, and each is announced. */}
      <div
        role="application"
        aria-roledescription="chart"
        aria-label={`${title}. Use the arrow keys to move between points.`}
        aria-describedby={`${id}summary`}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the role application takes keys
        tabIndex={0}
        data-chart-plot
        className="absolute inset-0 touch-pan-y select-none rounded-chip [&_*]:pointer-events-none"
        {...props}
      >
        <PlotBody data={data} model={model} geometry={geometry} />
      </div>
      <p id={`${id}summary`} className="sr-only">
        {summarise(title, data, model)}
      </p>
      <CrosshairLayer store={store} chartId={id} data={data} model={model} geometry={geometry} selection={selection} />
      <FlagButtons data={data} model={model} geometry={geometry} handlers={handlers} />
    </>
  )
}
