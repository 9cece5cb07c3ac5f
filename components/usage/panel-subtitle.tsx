import { Fragment, type ReactNode } from 'react'
import { formatValue } from '@/components/ui/format'
import type { ComparisonView, MetricView, SeriesView } from '@/lib/metrics/schema'
import { ChangeText } from './change-text'
import { PER_STEP } from './steps'
import { describeGaps, describeSummary, meanDelta } from './text'
import { meanOfComplete } from './to-chart'
import { formatOf, readable } from './value-format'

interface PanelSubtitleProps {
  metric: Pick<MetricView, 'goodDirection' | 'overTime'>
  series: SeriesView
  comparison: ComparisonView | undefined
}

/** The range in one line: what it comes to, how that changed, and what is missing. */
export function PanelSubtitle({ metric, series, comparison }: PanelSubtitleProps) {
  const [only] = series.series
  // Narrowed to a channel or a space, the one line has its name.
  const narrowedTo =
    series.series.length === 1 && only && only.name !== series.title && series.kind !== 'duration' ? only.name : null
  const parts = [narrowedTo, headline(metric, series, comparison), describeGaps(series)].filter(Boolean)
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts have no identity and never change places
        <Fragment key={index}>
          {index > 0 ? ' · ' : ''}
          {part}
        </Fragment>
      ))}
    </>
  )
}

function headline(
  { goodDirection }: PanelSubtitleProps['metric'],
  series: SeriesView,
  comparison: ComparisonView | undefined,
): ReactNode {
  const format = formatOf(series.unit)
  // Broken down, the first line's mean would pass for the whole's.
  const [only, ...others] = series.series
  const mean =
    series.kind === 'distinct' && only && others.length === 0 ? meanOfComplete(only.points, comparison?.points) : null
  const text = mean
    ? `${formatValue(readable(mean.value, format), format)} ${PER_STEP[series.resolution]}`
    : describeSummary(series)
  const delta = mean ? meanDelta(mean) : comparison?.delta
  if (!text) return null
  if (!delta || !comparison) return text
  return (
    <>
      {text}, <ChangeText delta={delta} format={format} goodDirection={goodDirection} base={comparison.label} />
    </>
  )
}
