'use client'

import { Tooltip } from '@/components/ui/tooltip'
import { formatDateTime, formatRange, toMs } from '@/lib/core/time/format'
import { layOutFlags, widthOf } from './flags'
import { type Geometry, xOf, yOf } from './geometry'
import type { PlotModel } from './plot-model'
import type { ChartAnnotation, ChartData, ChartHandlers } from './types'

interface FlagButtonsProps {
  data: ChartData
  model: PlotModel
  geometry: Geometry
  handlers: ChartHandlers
}

const HIT = 24

/** The flags and rings, as buttons that can be reached and read; their look is drawn in the plot below. */
export function FlagButtons({ data, model, geometry, handlers }: FlagButtonsProps) {
  return (
    <>
      {layOutFlags(data.annotations ?? [], model, geometry).map((flag) => (
        <Tooltip key={flag.annotation.id} content={describeAnnotation(flag.annotation, data.zone)}>
          <button
            type="button"
            aria-label={`Annotation: ${describeAnnotation(flag.annotation, data.zone)}`}
            onClick={() => handlers.onOpenAnnotation?.(flag.annotation.id)}
            style={{
              left: flag.isFlipped ? flag.x + 4 - widthOf(flag) : flag.x - 4,
              top: geometry.top - 3,
              width: widthOf(flag),
              height: 20,
            }}
            className="absolute z-10 rounded-chip"
          />
        </Tooltip>
      ))}
      {(data.anomalies ?? []).map((anomaly) => {
        const place = positionAnomaly(anomaly.seriesId, toMs(anomaly.at), model, geometry)
        return place ? (
          <Tooltip key={`${anomaly.seriesId} ${anomaly.at}`} content={anomaly.label}>
            <button
              type="button"
              aria-label={`Unusual: ${anomaly.label}`}
              onClick={() => handlers.onOpenAnomaly?.(anomaly)}
              style={{ left: place.x - HIT / 2, top: place.y - HIT / 2, width: HIT, height: HIT }}
              className="absolute z-10 rounded-full"
            />
          </Tooltip>
        ) : null
      })}
    </>
  )
}

function describeAnnotation({ title, at, until }: ChartAnnotation, zone: string): string {
  return `${title}, ${until ? formatRange(at, until, zone) : formatDateTime(at, zone)}`
}

function positionAnomaly(
  seriesId: string,
  ms: number,
  model: PlotModel,
  geometry: Geometry,
): { x: number; y: number } | null {
  const point = model.series.find(({ id }) => id === seriesId)?.points.find((one) => one.ms === ms)
  if (!point || point.value === null) return null
  return { x: xOf(geometry, model, ms), y: yOf(geometry, model, point.value) }
}
