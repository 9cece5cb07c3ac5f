import { toMs } from '@/lib/core/time/format'
import { type Geometry, xOf } from './geometry'
import type { PlotModel } from './plot-model'
import type { ChartAnnotation } from './types'

export interface Flag {
  annotation: ChartAnnotation
  x: number
  /** Where what lasted ended; null for an instant. */
  endX: number | null
  /** The title, as far as it fits before the next flag or the edge; null where nothing would. */
  text: string | null
}

const FLAG_WIDTH = 18
const CHAR_WIDTH = 6.2
const LEAST_CHARS = 5
const MOST_CHARS = 40

/** Places the annotations that lie within the plot, in time, each with as much of its title as there is room for. */
export function placeFlags(annotations: readonly ChartAnnotation[], model: PlotModel, geometry: Geometry): Flag[] {
  const edge = geometry.width - geometry.right
  const inside = annotations
    .filter(({ at, until }) => toMs(at) <= model.to && toMs(until ?? at) >= model.from)
    .map((annotation) => ({
      annotation,
      x: Math.max(geometry.left, xOf(geometry, model, toMs(annotation.at))),
      endX: annotation.until ? Math.min(edge, xOf(geometry, model, toMs(annotation.until))) : null,
    }))
    .sort((a, b) => a.x - b.x)
  return inside.map((flag, index) => {
    const next = inside[index + 1]?.x ?? edge + FLAG_WIDTH
    const chars = Math.floor((next - flag.x - FLAG_WIDTH) / CHAR_WIDTH)
    return { ...flag, text: truncate(flag.annotation.title, chars) }
  })
}

function truncate(title: string, chars: number): string | null {
  const room = Math.min(chars, MOST_CHARS)
  if (title.length <= room) return title
  return room >= LEAST_CHARS ? `${title.slice(0, room - 1).trimEnd()}…` : null
}
