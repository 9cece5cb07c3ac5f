import { customRange, type Range, rangeOfPreset } from '@/lib/core/time/ranges'
import type { MetricView } from '@/lib/metrics/schema'
import type { ComparisonMode, Resolution } from '@/lib/metrics/terms'
import type { Panel } from './panels'
import { isTooShort, lengthOf, stepFor, usableStep } from './steps'
import { readLabelFilters, type UsageState } from './view-state'

/** What the state in the URL comes to at one instant. */
export interface UsageView {
  state: UsageState
  zone: string
  asOf: string
  range: Range
  /** The range as it was asked for; unlike its instants it stays the same while time goes on. */
  rangeKey: string
  isCustom: boolean
  /** The bucket size of the page; single metrics may need a coarser one. */
  step: Resolution
}

interface ViewContext {
  homeZone: string
  asOf: string
  /** Where the data begins; null where there is none. */
  firstAt: string | null
}

/** Resolves the state. A range of one's own that is none, or empty, gives way to the named one. */
export function resolveView(state: UsageState, { homeZone, asOf, firstAt }: ViewContext): UsageView {
  const zone = state.zone ?? homeZone
  const custom = state.from && state.to ? customRange(state.from, state.to, zone) : null
  const range = custom ?? rangeOfPreset(state.range, { zone, now: asOf, firstAt })
  return {
    state,
    zone,
    asOf,
    range,
    rangeKey: custom ? `${custom.from}/${custom.to}` : state.range,
    isCustom: custom !== null,
    step: usableStep(state.step, lengthOf(range)),
  }
}

type LabelFilter = Partial<Record<`label.${string}`, string | string[]>>

/** What a panel needs to know of its metric. */
export type PanelMetric = Pick<MetricView, 'name' | 'kind' | 'labels'>

/** A question to the series API, the as-of instant apart. */
export interface SeriesRequest extends LabelFilter {
  metric: string
  from: string
  to: string
  zone: string
  resolution: Resolution | 'auto'
  by?: string | string[]
  top?: number
}

export interface ComparisonRequest extends LabelFilter {
  metric: string
  from: string
  to: string
  zone: string
  resolution: Resolution | 'auto'
  mode: ComparisonMode
}

/** What one chart asks for; null where the range is too short for its figure. */
export interface PanelRequests {
  series: SeriesRequest
  /** Null where nothing is compared: it is off, or the chart is broken down. */
  comparison: ComparisonRequest | null
}

/** The questions behind a panel in a view. */
export function requestsOf(panel: Panel, metric: PanelMetric, view: UsageView): PanelRequests | null {
  if (isTooShort(metric, lengthOf(view.range))) return null
  const base = {
    metric: metric.name,
    ...view.range,
    zone: view.zone,
    resolution: stepFor(metric, view.step),
    ...filterOf(metric, view.state),
  }
  const by = breakdownOf(panel, metric, view.state)
  const mode = comparisonOf(view)
  return {
    series: by.length > 0 ? { ...base, by: oneOrMany(by), top: view.state.top } : base,
    comparison: by.length > 0 || !mode ? null : { ...base, mode },
  }
}

/** The comparison in force: nothing came before "all". */
export const comparisonOf = ({ state, isCustom }: UsageView): ComparisonMode | null =>
  state.vs === 'off' || (state.range === 'all' && !isCustom) ? null : state.vs

type Narrowing = Pick<UsageState, 'channel' | 'space' | 'only'>

/** The values that the page is narrowed to, by label. */
function narrowingOf({ channel, space, only }: Narrowing): Map<string, string[]> {
  const ids = [
    ...(channel ? [{ label: 'channel', value: channel }] : []),
    ...(space ? [{ label: 'space', value: space }] : []),
  ]
  const groups = Map.groupBy([...ids, ...readLabelFilters(only)], ({ label }) => label)
  return new Map([...groups].map(([label, filters]) => [label, [...new Set(filters.map(({ value }) => value))]]))
}

/** What a metric is narrowed to: the values of those labels that it knows. */
export function filterOf(metric: Pick<PanelMetric, 'labels'>, state: Narrowing): LabelFilter {
  const known = [...narrowingOf(state)].filter(([label]) => metric.labels.includes(label))
  return Object.fromEntries(known.map(([label, values]) => [`label.${label}`, oneOrMany(values)]))
}

/** The labels that the page's charts are broken down by. */
export const pageBreakdown = ({ by, split }: Pick<UsageState, 'by' | 'split'>): string[] => [
  ...new Set([...(split === 'none' ? [] : [split]), ...by]),
]

/** The labels that a panel is broken down by: its own, or those of the page that the metric has and that aren't narrowed to one value. */
export function breakdownOf(panel: Panel, { labels }: Pick<PanelMetric, 'labels'>, state: UsageState): string[] {
  if (panel.alwaysBy) return [panel.alwaysBy]
  const narrowed = narrowingOf(state)
  return pageBreakdown(state).filter((label) => labels.includes(label) && narrowed.get(label)?.length !== 1)
}

const oneOrMany = (values: string[]): string | string[] => {
  const [only, ...more] = values
  return only !== undefined && more.length === 0 ? only : values
}
