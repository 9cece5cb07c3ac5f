import { type Delta, describeDelta, formatNumber, formatValue, type ValueFormat } from '@/components/ui/format'
import { formatDate, formatMonth, formatRange, formatTime, type Instant } from '@/lib/core/time/format'
import type { PlotModel, PlotPoint } from './plot-model'
import type { ChartData, ChartStep } from './types'

/** A bucket by name: `Mon 16 Nov 2026`, `16 Nov, 14:00`, `Week of 16 Nov 2026`, `Nov 2026`. */
export function nameBucket(at: Instant, step: ChartStep, zone: string): string {
  if (step === 'month') return formatMonth(at, zone)
  if (step === 'week') return `Week of ${formatDate(at, zone, { hasYear: true })}`
  if (step === 'day') return formatDate(at, zone, { hasWeekday: true, hasYear: true })
  return `${formatDate(at, zone, { hasWeekday: true })}, ${formatTime(at, zone)}`
}

/** What is to be known of a bucket beside its value: that it is not over or not whole, or how much of it was measured. */
export function caveatOf({
  complete,
  isCut,
  coverage = 1,
}: Pick<PlotPoint, 'complete' | 'isCut' | 'coverage'>): string | null {
  if (isCut) return 'only the part in this range'
  if (!complete) return 'not over yet'
  if (coverage >= 0.995) return null
  return `${Math.max(1, Math.round(coverage * 100))} % measured`
}

export interface TipRow {
  id: string
  name: string
  color: string
  value: string
  /** "low 3, high 9" */
  spread: string | null
  caveat: string | null
}

export interface TipContent {
  title: string
  rows: TipRow[]
  previous: { name: string; value: string; color: string } | null
  delta: Delta | null
}

const ofBucket = (points: readonly PlotPoint[], ms: number): PlotPoint | undefined =>
  points.find((point) => point.ms === ms)

function spreadOf({ min, max, value }: PlotPoint, format: ValueFormat): string | null {
  if (min == null || max == null || min === max || value === null) return null
  return `low ${formatValue(min, format)}, high ${formatValue(max, format)}`
}

/** What the tip says of one instant: the values by size, then the previous period and the change against it. */
export function describeInstant(data: ChartData, model: PlotModel, ms: number): TipContent {
  const format = data.format ?? 'count'
  const found = model.series.flatMap((series) => {
    const point = ofBucket(series.points, ms)
    return point && point.value !== null ? [{ series, point, value: point.value }] : []
  })
  found.sort((a, b) => b.value - a.value)
  const isOnly = model.series.length === 1 && model.previous !== null
  const rows = found.map(({ series, point, value }) => ({
    id: series.id,
    name: isOnly ? 'This period' : series.name,
    color: series.color,
    value: formatValue(value, format),
    spread: spreadOf(point, format),
    caveat: caveatOf(point),
  }))
  return { title: nameBucket(ms, data.step, data.zone), rows, ...compare(data, model, ms, found[0]) }
}

function compare(
  data: ChartData,
  { previous, series }: PlotModel,
  ms: number,
  current: { point: PlotPoint; value: number } | undefined,
): Pick<TipContent, 'previous' | 'delta'> {
  const before = previous && ofBucket(previous.points, ms)
  const own = data.previous?.points.find((point) => Date.parse(point.at) === ms)
  if (!previous || !before || before.value === null || !own) return { previous: null, delta: null }
  const format = data.format ?? 'count'
  const isComparable = series.length === 1 && current?.point.complete === before.complete
  return {
    previous: {
      name: nameBucket(own.previousAt, data.step, data.zone),
      value: formatValue(before.value, format),
      color: previous.color,
    },
    delta: isComparable && current ? describeDelta(current.value, before.value, format) : null,
  }
}

/** A tip as one sentence, for assistive technology. */
export function pointSentence({ title, rows, previous, delta }: TipContent, unit: string): string {
  if (rows.length === 0) return `${title}: nothing measured`
  const values = rows.map(({ name, value, caveat }) => {
    const what = rows.length > 1 ? `${name} ${value}` : `${value} ${unit}`
    return caveat ? `${what} (${caveat})` : what
  })
  const against = previous
    ? `, ${delta ? `${deltaSentence(delta)} against` : 'before'} ${previous.value} on ${previous.name}`
    : ''
  return `${title}: ${values.join(', ')}${against}`
}

/** A delta in words instead of arrows. */
export const deltaSentence = ({ text, direction }: Delta): string =>
  direction === 'flat' ? 'unchanged' : `${direction} ${text.replace(/^[▲▼]\s*/, '')}`

/** The whole chart in two or three sentences, for those who do not see it. */
export function summarise(title: string, data: ChartData, model: PlotModel): string {
  const range = `${formatRange(data.from, data.to, data.zone)}, ${data.zone}`
  const sentences = model.series.map((series) =>
    summariseSeries(data, series.name, series.runs, model.series.length > 1),
  )
  return [`${title} in ${data.unit}, ${range}.`, ...sentences].join(' ')
}

function summariseSeries(data: ChartData, name: string, runs: PlotPoint[][], isNamed: boolean): string {
  const points = runs.flat()
  const whole = points.filter(({ complete }) => complete)
  const [first] = whole
  const lead = isNamed ? `${name}: lowest` : 'Lowest'
  if (!first) return `${isNamed ? `${name}: ` : ''}${points.length > 0 ? 'No complete buckets' : 'No data'}.`
  const low = whole.reduce((a, b) => ((b.value ?? 0) < (a.value ?? 0) ? b : a), first)
  const high = whole.reduce((a, b) => ((b.value ?? 0) > (a.value ?? 0) ? b : a), first)
  const last = whole.at(-1) ?? first
  const say = (point: PlotPoint) =>
    `${formatValue(point.value ?? 0, data.format)} on ${nameBucket(point.ms, data.step, data.zone)}`
  const gaps = runs.length > 1 ? ` ${formatNumber(runs.length - 1)} ${runs.length === 2 ? 'gap' : 'gaps'}.` : ''
  return `${lead} ${say(low)}, highest ${say(high)}, last ${say(last)}.${gaps}`
}
