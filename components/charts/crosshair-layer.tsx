'use client'

import { ChartTip } from './chart-tip'
import { type CrosshairStore, useCrosshair } from './crosshair'
import { describeInstant } from './describe'
import { type Geometry, xOf, yOf } from './geometry'
import { nearestIndex, type PlotModel } from './plot-model'
import type { ChartData } from './types'

interface CrosshairLayerProps {
  store: CrosshairStore
  chartId: string
  data: ChartData
  model: PlotModel
  geometry: Geometry
  /** A range that is being chosen, in milliseconds. */
  selection: { from: number; to: number } | null
}

/** The line, the dots and the tip; the only part that is drawn again when the pointer moves. */
export function CrosshairLayer({ store, chartId, data, model, geometry, selection }: CrosshairLayerProps) {
  const { at, owner } = useCrosshair(store)
  const ms =
    at === null || at < model.from || at > model.to + 1 ? undefined : model.times[nearestIndex(model.times, at)]
  return (
    <>
      <svg
        aria-hidden
        width={geometry.width}
        height={geometry.height}
        className="pointer-events-none absolute inset-0 overflow-visible"
      >
        {selection ? <Selection selection={selection} model={model} geometry={geometry} /> : null}
        {ms === undefined ? null : <Crosshair ms={ms} model={model} geometry={geometry} />}
      </svg>
      {ms !== undefined && owner === chartId ? (
        <ChartTip content={describeInstant(data, model, ms)} x={xOf(geometry, model, ms)} width={geometry.width} />
      ) : null}
    </>
  )
}

interface PositionProps {
  model: PlotModel
  geometry: Geometry
}

function Crosshair({ ms, model, geometry }: PositionProps & { ms: number }) {
  const x = xOf(geometry, model, ms)
  return (
    <>
      <line
        x1={x}
        x2={x}
        y1={geometry.top}
        y2={geometry.height - geometry.bottom}
        stroke="var(--muted)"
        strokeWidth={1}
      />
      {model.series.map(({ id, points, color }) => {
        const point = points.find((one) => one.ms === ms)
        if (!point || point.value === null) return null
        const y = yOf(geometry, model, point.value)
        return <circle key={id} cx={x} cy={y} r={4} fill={color} stroke="var(--surface)" strokeWidth={2} />
      })}
    </>
  )
}

function Selection({ selection, model, geometry }: PositionProps & { selection: { from: number; to: number } }) {
  const from = xOf(geometry, model, selection.from)
  const to = xOf(geometry, model, selection.to)
  return (
    <rect
      x={Math.min(from, to)}
      y={geometry.top}
      width={Math.max(1, Math.abs(to - from))}
      height={geometry.height - geometry.bottom - geometry.top}
      fill="var(--accent)"
      fillOpacity={0.12}
      stroke="var(--accent)"
      strokeOpacity={0.5}
    />
  )
}
