'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { BarList } from '@/components/charts/bar-list'
import { ChartCard } from '@/components/charts/chart-card'
import { fileNameOf, saveCsv } from '@/components/charts/save-file'
import { cn } from '@/components/ui/cn'
import type { MetricView, TopListView } from '@/lib/metrics/schema'
import { describeChange } from './describe-change'
import { HowComputed } from './how-computed'
import { topListCsv } from './panel-csv'
import { topListQueryOf } from './usage-client'
import { useUsage } from './usage-context'
import { PANEL_CLASS } from './usage-panel'
import { useIsVisible } from './use-is-visible'
import { useMetricAvailability } from './use-metric-availability'
import { formatOf, readable } from './value-format'
import { usageHref } from './view-state'

const SHOWN = 6

/** Of that many rows with the one for all others. */
const HEIGHT = 248

interface TopListPanelProps {
  id: string
  title: string
  metric: string
  by: 'channel' | 'space'
}

/** The largest channels or spaces of the range, each with its change; one of them narrows the page to it. */
export function TopListPanel({ id, title, metric, by }: TopListPanelProps) {
  const { ref, isInSight } = useIsVisible<HTMLDivElement>()
  const { view } = useUsage()
  const known = useMetricAvailability().byName.get(metric)
  const request = { metric, by, ...view.range, zone: view.zone, limit: SHOWN }
  const { data, status, error, refetch, isPlaceholderData } = useQuery({
    ...topListQueryOf({ request, view }),
    enabled: isInSight,
    placeholderData: keepPreviousData,
  })
  return (
    <div ref={ref} id={id} className={cn(PANEL_CLASS, 'col-span-12 lg:col-span-6')}>
      <ChartCard
        title={title}
        subtitle={[known?.title, data?.label].filter(Boolean).join(', ')}
        status={data ? 'success' : status}
        isStale={isPlaceholderData}
        error={error?.message}
        onRetry={() => void refetch()}
        height={HEIGHT}
        hasFullScreen={false}
        downloads={[
          { label: 'CSV', run: () => data && saveCsv(fileNameOf(title, data.from, 'csv'), topListCsv(data)) },
        ]}
        howComputed={() => (
          <HowComputed metric={known}>
            <p>
              Totals for the whole range by {by}, largest first, with the change from the previous period of the same
              length.
            </p>
          </HowComputed>
        )}
        copyLink={() => new URL(`${usageHref(view.state)}#${id}`, location.href).href}
        {...(data?.items.length === 0 ? { emptyReason: `No ${by} was active in this range.` } : {})}
      >
        {() => (data ? <TopList title={title} data={data} goodDirection={known?.goodDirection ?? null} /> : null)}
      </ChartCard>
    </div>
  )
}

interface TopListProps extends Pick<MetricView, 'goodDirection'> {
  title: string
  data: TopListView
}

function TopList({ title, data, goodDirection }: TopListProps) {
  const { view } = useUsage()
  const format = formatOf(data.unit)
  return (
    <BarList
      title={title}
      format={format}
      items={data.items.map(({ id, name, value, delta }) => ({
        id,
        name,
        value: readable(value, format),
        hint: delta ? describeChange(delta, format, goodDirection).text : 'new',
        href: usageHref({ ...view.state, [data.by]: id }),
      }))}
      other={data.other ? { name: `All other ${data.by}s`, value: readable(data.other, format) } : null}
    />
  )
}
