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
  /** At the right edge the flag and its title lie to the left of `x`. */
  isFlipped: boolean
}

const FLAG_WIDTH = 18
const HIT_WIDTH = 24
const CHAR_WIDTH = 6.2
const LEAST_CHARS = 5
const MOST_CHARS = 40

/** Places the annotations that lie within the plot, in time, each with as much of its title as there is room for. */
export function layOutFlags(annotations: readonly ChartAnnotation[], model: PlotModel, geometry: Geometry): Flag[] {
  const edge = geometry.width - geometry.right
  const inside = annotations
    .filter(({ at, until }) => toMs(at) < model.end && toMs(until ?? at) >= model.from)
    .map((annotation) => ({
      annotation,
      // What lies in the last bucket stands at its point, which is the edge: else today would be without flags by the day.
      x: Math.min(edge, Math.max(geometry.left, xOf(geometry, model, toMs(annotation.at)))),
      endX: annotation.until ? Math.min(edge, xOf(geometry, model, toMs(annotation.until))) : null,
    }))
    .sort((a, b) => a.x - b.x)
  const flags: Flag[] = []
  for (const [index, flag] of inside.entries()) {
    const isFlipped = flag.x + FLAG_WIDTH > edge
    const before = flags.at(-1)
    const room = isFlipped
      ? flag.x - FLAG_WIDTH - (before ? endOf(before) : geometry.left)
      : (inside[index + 1]?.x ?? edge + FLAG_WIDTH) - flag.x - FLAG_WIDTH
    flags.push({ ...flag, isFlipped, text: truncate(flag.annotation.title, Math.floor(room / CHAR_WIDTH)) })
  }
  return flags
}

/** Where a flag and its title end. */
const endOf = ({ x, text, isFlipped }: Flag): number =>
  isFlipped ? x : x + FLAG_WIDTH + (text?.length ?? 0) * CHAR_WIDTH

/** The pixels that a flag with its title takes, for what is pressed. */
export const widthOf = ({ text }: Flag): number => HIT_WIDTH + (text?.length ?? 0) * CHAR_WIDTH

function truncate(title: string, chars: number): string | null {
  const room = Math.min(chars, MOST_CHARS)
  if (title.length <= room) return title
  return room >= LEAST_CHARS ? `${title.slice(0, room - 1).trimEnd()}…` : null
}
