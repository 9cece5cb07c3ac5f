import { formatAxis } from '@/components/ui/format'
import { hasDirectLabels, layOut, pathOf } from './geometry'
import { Legend } from './legend'
import { legendEntries } from './legend-entries'
import { plotBox } from './plot-box'
import { buildModel, type PlotModel } from './plot-model'
import type { ChartData } from './types'

/** A size that is guessed where it can't be known: only the margins hang on it. */
const GUESS = { width: 640, height: 250 }

interface PlotOutlineProps {
  data: ChartData
  height: number | string
}

/**
 * The chart as the server can draw it: same margins, grid and lines, stretched to whatever width there is, so that the first
 * paint has the data and the drawing library takes over without a jump.
 */
export function PlotOutline({ data, height }: PlotOutlineProps) {
  const model = buildModel(data)
  const { left, right, top, bottom } = layOut(data, model, GUESS)
  const { ticks, low, high } = model.values
  const share = (value: number) => 1 - (value - low) / (high - low)
  const inner = `100% - ${top + bottom}px`
  return (
    <div>
      {hasDirectLabels(data, GUESS.width) ? null : <Legend entries={legendEntries(data, model)} />}
      <div {...plotBox(height)} aria-hidden>
        {ticks.map((tick) => (
          <span
            key={tick}
            style={{ top: `calc(${top - 8}px + (${inner}) * ${share(tick)})`, width: left - 8 }}
            className="num absolute left-0 h-4 text-right font-medium text-2xs text-faint"
          >
            {formatAxis(tick, data.format)}
          </span>
        ))}
        <svg
          aria-hidden
          viewBox="0 0 1000 1000"
          preserveAspectRatio="none"
          style={{ left, top, width: `calc(100% - ${left + right}px)`, height: `calc(${inner})` }}
          className="absolute overflow-visible"
        >
          {ticks.map((tick) => (
            <line
              key={tick}
              x2="1000"
              y1={share(tick) * 1000}
              y2={share(tick) * 1000}
              stroke="var(--grid)"
              vectorEffect="non-scaling-stroke"
            />
          ))}
          <OutlineLines model={model} toY={(value) => share(value) * 1000} />
        </svg>
      </div>
    </div>
  )
}

function OutlineLines({ model, toY }: { model: PlotModel; toY: (value: number) => number }) {
  const toX = (ms: number) => ((ms - model.from) / (model.to - model.from)) * 1000
  const lines = [...(model.previous ? [model.previous] : []), ...model.series]
  return lines.map(({ id, runs, color, dash }) => (
    <path
      key={id}
      d={pathOf(id === 'previous' ? runs : runs.map((run) => run.filter(({ complete }) => complete)), toX, toY)}
      fill="none"
      stroke={color}
      strokeWidth={id === 'previous' ? 1.5 : 2}
      vectorEffect="non-scaling-stroke"
      {...(dash ? { strokeDasharray: dash } : {})}
    />
  ))
}
