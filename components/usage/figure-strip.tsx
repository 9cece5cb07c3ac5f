'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Sparkline } from '@/components/charts/sparkline'
import { Card } from '@/components/ui/card'
import { cn } from '@/components/ui/cn'
import { formatValue } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { MetricView } from '@/lib/metrics/schema'
import type { Resolution } from '@/lib/metrics/terms'
import { ChangeText } from './change-text'
import { ALL_PANELS } from './panels'
import { meanDelta } from './text'
import { meanOfComplete } from './to-chart'
import { comparisonQueryOf, nowQueryOf, seriesQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { requestsOf } from './usage-view'
import { useMetricAvailability } from './use-metric-availability'
import { formatOf, readable } from './value-format'

/** Points that a sparkline can tell apart. */
const SPARK_POINTS = 60

const ACTIVE_TITLES: Partial<Record<Resolution, string>> = { week: 'Weekly', month: 'Monthly' }

/** The range at a glance: five figures, each with its shape and its change. */
export function FigureStrip() {
  const { view } = useUsage()
  return (
    <Card
      aria-label="Figures for this range"
      className="grid grid-cols-2 overflow-hidden md:grid-cols-3 xl:grid-cols-5 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-t [&>*]:border-l"
    >
      <NowFigure metric="active_users" title="Active now" />
      <RangeFigure
        metric="daily_active_users"
        title={`${ACTIVE_TITLES[view.step] ?? 'Daily'} active members, average`}
      />
      <RangeFigure metric="active_instances" title="Active instances, average" />
      <RangeFigure metric="messages" title="Messages" />
      <RangeFigure metric="daily_new_users" title="New members" />
    </Card>
  )
}

interface FigureProps {
  title: string
  value: string
  change?: ReactNode
  spark: readonly (number | null)[]
  isLastOpen?: boolean
  isStale?: boolean
}

function Figure({ title, value, change, spark, isLastOpen = false, isStale }: FigureProps) {
  return (
    <div className="grid min-w-0 content-start gap-0.5 px-4 py-3.5" aria-busy={isStale || undefined}>
      <h2 className="truncate text-muted text-sm">{title}</h2>
      <div className={cn('grid gap-0.5', isStale && 'stale')}>
        <p className="num font-semibold text-2xl tracking-tight">{value}</p>
        <p className="min-h-4.5 text-muted text-sm">{change}</p>
        <div className="mt-1 h-7">
          {spark.length > 1 ? <Sparkline values={spark} label={`${title}, trend`} isLastOpen={isLastOpen} /> : null}
        </div>
      </div>
    </div>
  )
}

function FigureSkeleton({ title }: { title: string }) {
  return (
    <div role="status" aria-label={`Loading ${title}`} className="grid content-start gap-2 px-4 py-3.5">
      <h2 className="truncate text-muted text-sm">{title}</h2>
      <Skeleton className="h-7 w-20" />
      <Skeleton className="h-11 w-28" />
    </div>
  )
}

const NOTHING = '–'

function NowFigure({ metric, title }: { metric: string; title: string }) {
  const { view } = useUsage()
  const { data, isError } = useQuery({ ...nowQueryOf(view), placeholderData: keepPreviousData })
  const figure = data?.figures.find((one) => one.metric === metric)
  if (!data && !isError) return <FigureSkeleton title={title} />
  if (!figure || figure.value === null)
    return (
      <Figure title={title} value={NOTHING} change={isError ? 'could not be loaded' : 'not measured yet'} spark={[]} />
    )
  const { delta, label } = figure.change
  return (
    <Figure
      title={title}
      value={formatValue(Math.round(figure.value), formatOf(figure.unit))}
      change={
        delta ? (
          <ChangeText delta={delta} format={formatOf(figure.unit)} goodDirection={figure.goodDirection} base={label} />
        ) : undefined
      }
      spark={figure.sparkline.map((point) => point.value)}
      isLastOpen={figure.sparkline.at(-1)?.complete === false}
    />
  )
}

function RangeFigure({ metric, title }: { metric: string; title: string }) {
  const { view } = useUsage()
  const panel = ALL_PANELS.find((one) => one.metric === metric)
  const known = useMetricAvailability().byName.get(metric)
  const requests =
    panel && known && requestsOf(panel, known, { ...view, state: { ...view.state, split: 'none', by: [] } })
  if (!known || !requests) return <Figure title={title} value={NOTHING} change="needs 2 days or more" spark={[]} />
  return <RequestedFigure metric={known} title={title} requests={requests} />
}

interface RequestedFigureProps {
  metric: Pick<MetricView, 'kind' | 'goodDirection' | 'overTime'>
  title: string
  requests: NonNullable<ReturnType<typeof requestsOf>>
}

function RequestedFigure({ metric, title, requests }: RequestedFigureProps) {
  const { view } = useUsage()
  const series = useQuery({ ...seriesQueryOf({ request: requests.series, view }), placeholderData: keepPreviousData })
  const compared = requests.comparison ?? { ...requests.series, mode: 'elapsed' as const }
  const comparison = useQuery({
    ...comparisonQueryOf({ request: compared, view }),
    enabled: requests.comparison !== null,
    placeholderData: keepPreviousData,
  })
  if (series.isError && !series.data)
    return <Figure title={title} value={NOTHING} change="could not be loaded" spark={[]} />
  if (!series.data) return <FigureSkeleton title={title} />
  const { kind, goodDirection, overTime } = metric
  const points = series.data.series[0]?.points ?? []
  const previous = requests.comparison ? comparison.data : undefined
  const mean = kind === 'distinct' && overTime === 'recount' ? meanOfComplete(points, previous?.points) : null
  const value = mean ? mean.value : (series.data.series[0]?.summary.value ?? null)
  const delta = mean ? meanDelta(mean) : previous?.delta
  const format = formatOf(series.data.unit)
  return (
    <Figure
      title={title}
      value={value === null ? NOTHING : formatValue(readable(value, format), format)}
      change={
        delta ? (
          <ChangeText
            delta={delta}
            format={format}
            goodDirection={goodDirection}
            base={`vs ${formatValue(readable(delta.base, format), format)}`}
          />
        ) : undefined
      }
      spark={thinned(points.map((point) => point.value))}
      isLastOpen={points.at(-1)?.complete === false}
      isStale={series.isPlaceholderData}
    />
  )
}

/** Every so-manieth value, the newest among them. */
function thinned(values: readonly number[]): number[] {
  const step = Math.ceil(values.length / SPARK_POINTS)
  return values.filter((_, index) => (values.length - 1 - index) % step === 0)
}
