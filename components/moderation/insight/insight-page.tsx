'use client'

import { useQuery } from '@tanstack/react-query'
import dynamic from 'next/dynamic'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import type { TimeRange } from '@/components/charts/types'
import { describeFailure } from '@/components/screen/form-problem'
import { PageHeader } from '@/components/shell/page-header'
import { Card } from '@/components/ui/card'
import { useNow, useZones } from '@/components/ui/clock'
import { ErrorState } from '@/components/ui/error-state'
import { Skeleton } from '@/components/ui/skeleton'
import { formatRange } from '@/lib/core/time/format'
import { localDate, startOfDay, toIso } from '@/lib/core/time/zoned'
import type { InsightView } from '@/lib/moderation/schema/insight'
import { QueueSelect } from '../queue-select'
import { AgesCard, BacklogCharts } from './backlog-cards'
import { DifferencesCard } from './differences-card'
import { Figures } from './figures'
import { insightQueryOf, insightUrl, toInsightFilter } from './insight-client'
import { ModeratorsCard } from './moderators-card'
import { PeriodPicker } from './period-picker'
import { NamedReporters, ReportersCard } from './reporters-card'
import { RulesCard } from './rules-card'

/** With its form, which is fetched when it is asked for. */
const SampleDialog = dynamic(() => import('./sample-dialog').then((module) => module.SampleDialog), { ssr: false })

/** How moderation goes: what waits, how quick and how right it is, by people, rules and reporters. */
export function InsightPage() {
  const [params, setParams] = useQueryStates(insightUrl, { history: 'push', scroll: false })
  const { home: zone } = useZones()
  const filter = toInsightFilter(params, { zone, now: new Date(useNow()).toISOString() })
  const query = useQuery(insightQueryOf(filter))
  return (
    <>
      <PageHeader title="Insight">
        How many cases are waiting, how quickly they are decided, and how often moderators, rules and reporters are
        correct.
      </PageHeader>
      <section aria-label="Period and queue" className="flex flex-wrap items-center gap-2">
        <PeriodPicker params={params} filter={filter} onChange={(change) => void setParams(change)} />
        <QueueSelect value={filter.queue} onChange={(queue) => void setParams({ queue })} />
        <p className="num px-1 text-muted text-sm max-md:px-0">
          {formatRange(toIso(startOfDay(filter.from, zone)), toIso(startOfDay(filter.to, zone)), zone)}, days in {zone}
        </p>
      </section>
      {query.data ? (
        <Shown
          data={query.data}
          queue={filter.queue}
          isStale={query.isPlaceholderData}
          onSelectRange={({ from, to }) => {
            const last = localDate(new Date(Date.parse(to) - 1).toISOString(), zone).toString()
            void setParams({ from: localDate(from, zone).toString(), to: last })
          }}
        />
      ) : (
        <ToCome query={query} />
      )}
    </>
  )
}

interface ShownProps {
  data: InsightView
  queue: string | undefined
  isStale: boolean
  onSelectRange: (range: TimeRange) => void
}

function Shown({ data, queue, isStale, onSelectRange }: ShownProps) {
  const [isSampling, setSampling] = useState(false)
  return (
    <>
      <Figures data={data} isStale={isStale} onSample={() => setSampling(true)} />
      <div className="grid gap-4 xl:grid-cols-2">
        <BacklogCharts data={data} isStale={isStale} onSelectRange={onSelectRange} />
      </div>
      <div aria-busy={isStale || undefined} className={isStale ? 'stale grid gap-4' : 'grid gap-4'}>
        <ModeratorsCard data={data} />
        <RulesCard data={data} />
        <div className="grid items-start gap-4 md:grid-cols-2 xl:grid-cols-3">
          <AgesCard data={data} />
          <ReportersCard data={data} />
          <div className="md:col-span-2 xl:col-span-1">
            <NamedReporters data={data} />
          </div>
        </div>
      </div>
      <DifferencesCard queue={queue} />
      {isSampling ? <SampleDialog share={data.sampleShare} onClose={() => setSampling(false)} /> : null}
    </>
  )
}

function ToCome({
  query,
}: {
  query: { isError: boolean; error: unknown; isFetching: boolean; refetch: () => unknown }
}) {
  if (query.isError) {
    return (
      <Card>
        <ErrorState
          title="The figures could not be loaded"
          onRetry={() => query.refetch()}
          isRetrying={query.isFetching}
        >
          {describeFailure(query.error)}
        </ErrorState>
      </Card>
    )
  }
  return (
    <div role="status" aria-label="Loading the figures" className="grid gap-4">
      <Skeleton className="h-52 w-full" />
      <div className="grid gap-4 xl:grid-cols-2">
        <Skeleton className="h-80 w-full" />
        <Skeleton className="h-80 w-full" />
      </div>
      <Skeleton className="h-48 w-full" />
    </div>
  )
}
