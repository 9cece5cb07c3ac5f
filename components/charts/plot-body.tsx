'use client'

import { memo } from 'react'
import { Area, CartesianGrid, ComposedChart, Line, XAxis, YAxis } from 'recharts'
import { formatAxis } from '@/components/ui/format'
import { STEP_MS } from './calendar'
import { type Geometry, plotWidth, xOf } from './geometry'
import { PlotMarks } from './plot-marks'
import { type PlotModel, toRows } from './plot-model'
import { type TimeTick as Tick, timeTicks } from './ticks'
import type { ChartData } from './types'

interface PlotBodyProps {
  data: ChartData
  model: PlotModel
  geometry: Geometry
}

/** A tick needs about this much room. */
const TICK_SPACING_PX = 92
const STILL = { dot: false, activeDot: false, isAnimationActive: false, connectNulls: false, type: 'linear' } as const

/**
 * The drawing: grid, axes, lines and marks. It knows nothing of pointer and keyboard, so that moving the crosshair never
 * draws it again.
 */
export const PlotBody = memo(function PlotBody({ data, model, geometry }: PlotBodyProps) {
  const { width, height, left, right, top, bottom } = geometry
  const stepMs = STEP_MS[data.step]
  const max = Math.max(2, Math.floor(plotWidth(geometry) / TICK_SPACING_PX))
  const ticks = withToday(timeTicks(model.from, model.to, { zone: data.zone, max, stepMs }), data, model, geometry)
  const labels = new Map(ticks.map(({ at, label }) => [at, label]))
  const isAlone = model.series.length === 1
  return (
    <ComposedChart
      width={width}
      height={height}
      data={toRows(model, stepMs)}
      margin={{ top, right, bottom: 0, left: 0 }}
      accessibilityLayer={false}
    >
      <CartesianGrid vertical={false} stroke="var(--grid)" />
      <XAxis
        dataKey="at"
        type="number"
        domain={[model.from, model.to]}
        allowDataOverflow
        height={bottom}
        ticks={ticks.map(({ at }) => at)}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={<TimeTick labels={labels} geometry={geometry} />}
      />
      <YAxis
        type="number"
        width={left}
        domain={[model.values.low, model.values.high]}
        allowDataOverflow
        ticks={model.values.ticks}
        interval={0}
        axisLine={false}
        tickLine={false}
        tick={<ValueTick data={data} />}
      />
      {model.previous ? (
        <Line {...STILL} dataKey="previous" stroke={model.previous.color} strokeWidth={1.5} strokeDasharray="3 4" />
      ) : null}
      {isAlone ? (
        <Area
          {...STILL}
          dataKey="v0"
          baseValue={model.values.low}
          stroke="none"
          fill="var(--chart-1)"
          fillOpacity={0.07}
        />
      ) : null}
      {/* The first series lies on top. */}
      {model.series
        .map(({ id, color, dash }, index) => (
          <Line
            {...STILL}
            key={id}
            dataKey={`v${index}`}
            stroke={color}
            strokeWidth={2}
            strokeLinejoin="round"
            {...(dash ? { strokeDasharray: dash } : {})}
          />
        ))
        .reverse()}
      {model.series.map(({ id, color }, index) => (
        <Line
          {...STILL}
          key={`${id} tail`}
          dataKey={`t${index}`}
          stroke={color}
          strokeWidth={2}
          strokeDasharray="2 4"
        />
      ))}
      <PlotMarks data={data} model={model} geometry={geometry} />
    </ComposedChart>
  )
})

/** Less room than this between two ticks, and the earlier one gives way. */
const NEAR_PX = 64

/** Names the day that is not over, at the right edge. */
function withToday(ticks: Tick[], data: ChartData, model: PlotModel, geometry: Geometry): Tick[] {
  const last = model.series[0]?.points.at(-1)
  if (data.step !== 'day' || !last || last.complete || last.isCut) return ticks
  const edge = xOf(geometry, model, last.ms)
  const kept = ticks.filter(({ at }) => edge - xOf(geometry, model, at) >= NEAR_PX)
  return [...kept, { at: last.ms, label: 'Today' }]
}

const tickStyle = { fill: 'var(--faint)', fontSize: 11, fontWeight: 500, fontVariantNumeric: 'tabular-nums' } as const

interface TickProps {
  x?: number | string
  y?: number | string
  payload?: { value: number }
}

interface TimeTickProps extends TickProps {
  labels: ReadonlyMap<number, string>
  geometry: Geometry
}

/** Half of the widest label, about. */
const HALF_LABEL = 20

function TimeTick({ x = 0, payload, labels, geometry }: TimeTickProps) {
  const place = Number(x)
  const anchor =
    place - HALF_LABEL < geometry.left - 8
      ? 'start'
      : place + HALF_LABEL > geometry.width - geometry.right
        ? 'end'
        : 'middle'
  return (
    <text x={place} y={geometry.height - 6} textAnchor={anchor} style={tickStyle}>
      {payload ? labels.get(payload.value) : null}
    </text>
  )
}

function ValueTick({ x = 0, y = 0, payload, data }: TickProps & { data: ChartData }) {
  return (
    <text x={Number(x)} y={Number(y)} dy={4} textAnchor="end" style={tickStyle}>
      {payload ? formatAxis(payload.value, data.format) : null}
    </text>
  )
}
