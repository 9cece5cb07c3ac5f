import { formatAxis } from '@/components/ui/format'
import type { PlotModel, PlotPoint } from './plot-model'
import type { ChartData } from './types'

/** Where the plot lies within its box, in pixels. */
export interface Geometry {
  width: number
  height: number
  left: number
  right: number
  top: number
  bottom: number
}

const TOP = 10
const BOTTOM = 24
const RIGHT = 8
const CHAR_WIDTH = 6.4
const MIN_LEFT = 26

/** Narrower than this, the chart is laid out for a phone. */
export const COMPACT_WIDTH = 520

const labelWidth = (text: string): number => text.length * CHAR_WIDTH

/** Longer names would take the room of the lines. */
const NAME_WIDTH_MAX = 150

/** Whether series are named at the ends of their lines; else there is a legend above. */
export const hasDirectLabels = (data: ChartData, width: number): boolean =>
  !data.previous &&
  data.series.length > 1 &&
  data.series.length <= 3 &&
  width >= COMPACT_WIDTH &&
  data.series.every(({ name }) => nameWidth(name) <= NAME_WIDTH_MAX)

/** Between the end of a line and its name. */
export const NAME_OFFSET = 8

/** Widths of Inter at 11 px, semi-bold, by class and rounded up: a name that is cut off costs more than a few pixels. */
const GLYPHS: readonly [characters: RegExp, width: number][] = [
  [/[ijlI.,:;|!'’·()[\] ]/u, 4],
  [/[frt1-]/u, 5.5],
  [/[mw=+]/u, 10],
  [/[MW@%—…]/u, 11],
  [/[\p{Lu}_&]/u, 8.5],
  [/[\p{Ll}\p{Nd}]/u, 7.2],
]
/** Of what no class knows: ideographs and emoji are as wide as they are high. */
const OTHER_GLYPH = 12

/** How wide a name at the end of its line is at most, in pixels. */
export const nameWidth = (name: string): number =>
  Math.ceil(
    [...name].reduce(
      (sum, glyph) => sum + (GLYPHS.find(([characters]) => characters.test(glyph))?.[1] ?? OTHER_GLYPH),
      0,
    ),
  )

export function layOut(
  data: ChartData,
  model: PlotModel,
  { width, height }: Pick<Geometry, 'width' | 'height'>,
): Geometry {
  const widest = Math.max(...model.values.ticks.map((tick) => labelWidth(formatAxis(tick, data.format))))
  const names = hasDirectLabels(data, width) ? data.series.map(({ name }) => NAME_OFFSET + nameWidth(name) + 2) : []
  return {
    width,
    height,
    left: Math.max(MIN_LEFT, Math.ceil(widest + 10)),
    right: Math.max(RIGHT, ...names),
    top: TOP,
    bottom: BOTTOM,
  }
}

export const plotWidth = ({ width, left, right }: Geometry): number => Math.max(1, width - left - right)
export const plotHeight = ({ height, top, bottom }: Geometry): number => Math.max(1, height - top - bottom)

export const xOf = (geometry: Geometry, { from, to }: PlotModel, ms: number): number =>
  geometry.left + ((ms - from) / (to - from)) * plotWidth(geometry)

export const msAt = (geometry: Geometry, { from, to }: PlotModel, x: number): number =>
  from + Math.min(1, Math.max(0, (x - geometry.left) / plotWidth(geometry))) * (to - from)

export const yOf = (geometry: Geometry, { values }: PlotModel, value: number): number =>
  geometry.top + (1 - (value - values.low) / (values.high - values.low)) * plotHeight(geometry)

/** An SVG path through runs of points, with a gap between each two runs. */
export const pathOf = (
  runs: readonly (readonly PlotPoint[])[],
  toX: (ms: number) => number,
  toY: (value: number) => number,
): string =>
  runs
    .filter((run) => run.length > 1)
    .map((run) =>
      run.map((point, index) => `${index ? 'L' : 'M'}${round(toX(point.ms))} ${round(toY(point.value ?? 0))}`).join(''),
    )
    .join('')

const round = (value: number): number => Math.round(value * 10) / 10

/** Moves labels apart until each two are `gap` apart, as little as can be; order and indices stay. */
export function spreadLabels(places: readonly number[], gap: number, low: number, high: number): number[] {
  const order = places.map((_, index) => index).sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0))
  const result = [...places]
  let floor = low
  for (const index of order) {
    result[index] = Math.max(floor, result[index] ?? 0)
    floor = (result[index] ?? 0) + gap
  }
  let ceiling = high
  for (const index of order.reverse()) {
    result[index] = Math.min(ceiling, result[index] ?? 0)
    ceiling = (result[index] ?? 0) - gap
  }
  return result
}
