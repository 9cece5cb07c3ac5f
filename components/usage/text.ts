import { formatValue } from '@/components/ui/format'
import { formatDate, formatRange, isDayStart, toMs } from '@/lib/core/time/format'
import type { DeltaView, MetricView, SeriesView } from '@/lib/metrics/schema'
import type { ComparisonMode, Resolution } from '@/lib/metrics/terms'
import { gapsOf } from './to-chart'
import { formatOf, readable } from './value-format'

const PERIOD_TITLES: Partial<Record<Resolution, string>> = { week: 'Weekly ', month: 'Monthly ' }

/** A chart's title: the members of a week are not called daily. */
export const titleOf = (
  { title, kind, overTime }: Pick<MetricView, 'title' | 'kind' | 'overTime'>,
  resolution: Resolution | 'auto',
): string => {
  const isRecounted = kind === 'distinct' && overTime === 'recount' && resolution !== 'auto'
  return isRecounted ? title.replace(/^Daily /, PERIOD_TITLES[resolution] ?? 'Daily ') : title
}

/** What people call a label. */
export const nameOfLabel = (label: string): string => label.replaceAll('_', ' ')

/** The choices of the comparison, in the picker. */
export const COMPARISON_LABELS: Record<ComparisonMode | 'off', { label: string; hint: string }> = {
  off: { label: 'No comparison', hint: 'Show only this period' },
  elapsed: { label: 'vs previous period', hint: 'Same length, up to the same time of day' },
  whole: { label: 'vs whole previous period', hint: 'The full previous period, even if this one isn’t over' },
  weekday: { label: 'vs same weekdays', hint: 'Shifted by whole weeks' },
  year: { label: 'vs previous year', hint: 'Same dates last year' },
}

/** What a whole range comes to, in the manner of its kind: "61 on average", "94,210 in all". */
export function describeSummary(view: SeriesView): string | null {
  if (view.kind === 'duration') return describeQuantiles(view)
  const values = view.series.flatMap(({ summary }) => summary.value ?? [])
  // Rows lie in one channel each and add up; members and levels do not.
  if (values.length === 0 || (view.series.length > 1 && view.kind !== 'event')) return null
  const value = values.reduce((sum, one) => sum + one, 0)
  const text = formatValue(readable(value, formatOf(view.unit)), formatOf(view.unit))
  if (view.kind === 'ratio') return text
  return view.kind === 'gauge' ? `${text} on average` : `${text} in total`
}

/** "p50 1.2 h · p90 8 h, 3 still open" */
function describeQuantiles({ series, unit }: SeriesView): string | null {
  const known = series.flatMap(({ name, summary }) =>
    summary.value === null ? [] : [`${name} ${formatValue(summary.value, formatOf(unit))}`],
  )
  const open = series[0]?.summary.open ?? 0
  const waiting = open > 0 ? [`${open} still open`] : []
  return known.length + waiting.length > 0 ? [known.join(' · '), ...waiting].filter(Boolean).join(', ') : null
}

/** "24 Oct – 22 Nov" ends with a day that may not be over. */
export function describeUnfinished(view: { to: string; asOf: string; zone: string }): string | null {
  if (toMs(view.asOf) >= toMs(view.to)) return null
  const lastDay = toMs(view.to) - 1
  const isToday = formatDate(lastDay, view.zone) === formatDate(view.asOf, view.zone) && isDayStart(view.to, view.zone)
  return isToday ? 'today isn’t over' : 'not over yet'
}

/** "nothing measured 4 – 5 Nov", or how many such gaps there are; null where there is none. Only levels have gaps. */
export function describeGaps(view: SeriesView): string | null {
  const [only] = view.series
  if (!only || view.kind !== 'gauge' || view.series.length > 1) return null
  const gaps = gapsOf(only.points, view.resolution, view.zone)
  const [first] = gaps
  if (!first) return null
  return gaps.length === 1
    ? `nothing measured ${formatRange(first.from, first.to, view.zone, view.asOf)}`
    : `${gaps.length} gaps in the measurements`
}

/** The change of a mean of days, under the rule of all deltas: no percentage of a base under 20. */
export function meanDelta({ value, base, n }: { value: number; base: number | null; n: number }): DeltaView | null {
  if (base === null) return null
  const absolute = value - base
  return { absolute, percent: base >= 20 ? (absolute / base) * 100 : null, points: null, base, n }
}
