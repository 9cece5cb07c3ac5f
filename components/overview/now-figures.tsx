'use client'

import { useQuery } from '@tanstack/react-query'
import { Sparkline } from '@/components/charts/sparkline'
import { ErrorState } from '@/components/ui/error-state'
import { formatNumber, formatValue } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import { ChangeText } from '@/components/usage/change-text'
import { ALL_PANELS } from '@/components/usage/panels'
import { formatOf } from '@/components/usage/value-format'
import type { OverviewView } from '@/lib/metrics/schema'
import { figuresQuery } from './overview-client'

const GRID = 'grid grid-cols-2 md:grid-cols-3 xl:grid-cols-4 [&>*]:-mt-px [&>*]:-ml-px [&>*]:border-t [&>*]:border-l'

type NowFigure = OverviewView['figures'][number]

/** A level that was measured longer ago than this is said to be old. */
const OLD_MS = 2 * 3_600_000

/** The figures of now; each leads to its chart. */
export function NowFigures() {
  const { data, error, refetch, isFetching } = useQuery(figuresQuery())
  if (data) {
    return (
      <div className={GRID}>
        {data.figures.map((figure) => (
          <FigureCell key={figure.metric} figure={figure} asOf={data.asOf} />
        ))}
      </div>
    )
  }
  if (error) {
    return (
      <ErrorState title="The figures could not be loaded" onRetry={() => void refetch()} isRetrying={isFetching}>
        {error.message}
      </ErrorState>
    )
  }
  return (
    <div role="status" aria-label="Loading the figures" className={GRID}>
      {Array.from({ length: 8 }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: placeholders are all alike
        <div key={index} className="grid gap-2 p-4">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-7 w-16" />
          <Skeleton className="h-10 w-28" />
        </div>
      ))}
    </div>
  )
}

function FigureCell({ figure, asOf }: { figure: NowFigure; asOf: string }) {
  const { title, value, at, unit, sparkline, change, goodDirection } = figure
  const format = formatOf(unit)
  const panel = ALL_PANELS.find(({ metric }) => metric === figure.metric)
  const isOld = at !== null && Date.parse(asOf) - Date.parse(at) > OLD_MS
  return (
    <Link
      href={panel ? `/usage#${panel.id}` : '/usage'}
      className="group grid min-w-0 content-start gap-0.5 px-4 py-3.5 transition-colors hover:bg-sunken/60 focus-visible:-outline-offset-2"
    >
      <h2 className="truncate text-muted text-sm group-hover:text-ink">{title}</h2>
      <p className="num font-semibold text-2xl tracking-tight">
        {value === null ? '–' : format === 'count' ? formatNumber(Math.round(value)) : formatValue(value, format)}
      </p>
      <p className="min-h-4.5 text-muted text-sm">
        {value === null ? (
          'not measured yet'
        ) : isOld ? (
          <>
            measured <RelativeTime at={at} />
          </>
        ) : change.delta ? (
          <ChangeText delta={change.delta} format={format} goodDirection={goodDirection} base={change.label} />
        ) : null}
      </p>
      <div className="mt-2 h-9">
        {sparkline.length > 1 ? (
          <Sparkline
            values={sparkline.map((point) => point.value)}
            label={`${title}, trend`}
            isLastOpen={sparkline.at(-1)?.complete === false}
            className="h-9 w-full"
          />
        ) : null}
      </div>
    </Link>
  )
}
