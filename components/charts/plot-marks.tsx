import { toMs } from '@/lib/core/time/format'
import { layOutFlags } from './flags'
import { type Geometry, hasDirectLabels, NAME_OFFSET, spreadLabels, xOf, yOf } from './geometry'
import type { PlotModel, PlotPoint, PlotSeries } from './plot-model'
import type { ChartData } from './types'

interface MarksProps {
  data: ChartData
  model: PlotModel
  geometry: Geometry
}

const textStyle = { fontSize: 11, fontWeight: 500 } as const

/** What stands on the plot beside the lines: annotations, lone and unfinished points, anomalies, names. */
export function PlotMarks(props: MarksProps) {
  const { data, model, geometry } = props
  return (
    <g>
      <Annotations {...props} />
      {model.series.map((series) => (
        <SeriesDots key={series.id} series={series} model={model} geometry={geometry} />
      ))}
      <Anomalies {...props} />
      {hasDirectLabels(data, geometry.width) ? <Names model={model} geometry={geometry} /> : null}
    </g>
  )
}

function Annotations({ data, model, geometry }: MarksProps) {
  const bottom = geometry.height - geometry.bottom
  return layOutFlags(data.annotations ?? [], model, geometry).map(({ annotation, x, endX, text, isFlipped }) => (
    <g key={annotation.id}>
      {endX === null ? null : (
        <rect
          x={x}
          y={geometry.top}
          width={endX - x}
          height={bottom - geometry.top}
          fill="var(--muted)"
          fillOpacity={0.07}
        />
      )}
      <line
        x1={x}
        x2={x}
        y1={geometry.top}
        y2={bottom}
        stroke="var(--line-control)"
        strokeWidth={1}
        strokeDasharray="1 3"
      />
      <path
        d={`M${x} ${geometry.top + 3}${isFlipped ? 'h-9l2.5 3.5-2.5 3.5h9z' : 'h9l-2.5 3.5 2.5 3.5h-9z'}`}
        fill="var(--muted)"
      />
      {text ? (
        <text
          x={isFlipped ? x - 13 : x + 13}
          y={geometry.top + 11}
          fill="var(--muted)"
          textAnchor={isFlipped ? 'end' : 'start'}
          style={textStyle}
        >
          {text}
        </text>
      ) : null}
    </g>
  ))
}

/** A bucket without a whole one on either side has no line and gets a dot; one that is not whole gets a hollow one. */
function SeriesDots({ series, model, geometry }: { series: PlotSeries; model: PlotModel; geometry: Geometry }) {
  const at = (point: PlotPoint) => ({ cx: xOf(geometry, model, point.ms), cy: yOf(geometry, model, point.value ?? 0) })
  return (
    <g>
      {series.runs.flatMap(lonePoints).map((point) => (
        <circle key={point.ms} {...at(point)} r={2} fill={series.color} />
      ))}
      {series.runs.flatMap(brokenEnds).map((point) => (
        <circle key={point.ms} {...at(point)} r={3} fill="var(--surface)" stroke={series.color} strokeWidth={1.75} />
      ))}
    </g>
  )
}

const lonePoints = (run: PlotPoint[]): PlotPoint[] =>
  run.filter(({ complete }, place) => complete && !run[place - 1]?.complete && !run[place + 1]?.complete)

/** Increments may be incomplete anywhere; only where a line ends is that worth a mark. */
const brokenEnds = (run: PlotPoint[]): PlotPoint[] =>
  run.filter(({ complete }, place) => !complete && (place === 0 || place === run.length - 1))

function Anomalies({ data, model, geometry }: MarksProps) {
  return (data.anomalies ?? []).map(({ seriesId, at }) => {
    const ms = toMs(at)
    const point = model.series.find(({ id }) => id === seriesId)?.points.find((one) => one.ms === ms)
    if (!point || point.value === null) return null
    return (
      <circle
        key={`${seriesId} ${at}`}
        cx={xOf(geometry, model, ms)}
        cy={yOf(geometry, model, point.value)}
        r={6}
        fill="none"
        stroke="var(--warn)"
        strokeWidth={1.75}
      />
    )
  })
}

const NAME_GAP = 14

/** Names at the ends of the lines, moved apart where they would lie on each other. */
function Names({ model, geometry }: { model: PlotModel; geometry: Geometry }) {
  const ends = model.series.flatMap((series) => {
    const last = series.runs.at(-1)?.at(-1)
    return last ? [{ series, y: yOf(geometry, model, last.value ?? 0) }] : []
  })
  const places = spreadLabels(
    ends.map(({ y }) => y),
    NAME_GAP,
    geometry.top + 4,
    geometry.height - geometry.bottom,
  )
  return ends.map(({ series }, index) => (
    <text
      key={series.id}
      x={geometry.width - geometry.right + NAME_OFFSET}
      y={places[index]}
      dy={4}
      fill={series.color}
      style={{ ...textStyle, fontWeight: 600 }}
    >
      {series.name}
    </text>
  ))
}
