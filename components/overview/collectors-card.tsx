'use client'

import { useQuery } from '@tanstack/react-query'
import { Database } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip, type ChipTone } from '@/components/ui/chip'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { countOf } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Skeleton } from '@/components/ui/skeleton'
import type { SourceView } from '@/lib/collection/schema'
import { formatDuration } from '@/lib/core/time/format'
import { collectorsQuery } from './overview-client'

/** Each source with its last run and its next slot. */
export function CollectorsCard({ canAdd }: { canAdd: boolean }) {
  const { data, error, refetch, isFetching } = useQuery(collectorsQuery())
  return (
    <Card aria-labelledby="collectors" className="content-start">
      <CardHeader className="items-center">
        <CardTitle id="collectors">Collectors</CardTitle>
        <Link href="/operations" className="ml-auto font-medium text-accent-text text-sm hover:underline">
          View sources
        </Link>
      </CardHeader>
      {data ? (
        <Collectors sources={data.items} canAdd={canAdd} />
      ) : error ? (
        <ErrorState title="The sources could not be loaded" onRetry={() => void refetch()} isRetrying={isFetching}>
          {error.message}
        </ErrorState>
      ) : (
        <div role="status" aria-label="Loading the sources" className="grid gap-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
    </Card>
  )
}

function Collectors({ sources, canAdd }: { sources: readonly SourceView[]; canAdd: boolean }) {
  if (sources.length === 0) {
    return (
      <EmptyState
        icon={Database}
        title="No sources"
        className="py-8"
        action={
          canAdd ? (
            <Button asChild>
              <Link href="/operations">Add source</Link>
            </Button>
          ) : undefined
        }
      >
        A source is a system that Guildhall reads, such as the community’s database.
      </EmptyState>
    )
  }
  return (
    <ul className="grid px-4 pt-1 pb-2">
      {sources.map((source) => (
        <Collector key={source.id} source={source} />
      ))}
    </ul>
  )
}

/** The state of a source in a word. */
function stateOf({ pausedAt, isLate, lastRun }: Pick<SourceView, 'pausedAt' | 'isLate' | 'lastRun'>): {
  word: string
  tone: ChipTone
} {
  if (pausedAt) return { word: 'paused', tone: 'neutral' }
  if (isLate) return { word: 'late', tone: 'warn' }
  if (!lastRun) return { word: 'waiting', tone: 'neutral' }
  const tones = { running: 'accent', succeeded: 'good', partial: 'warn', failed: 'danger', missed: 'warn' } as const
  return { word: lastRun.status === 'succeeded' ? 'on time' : lastRun.status, tone: tones[lastRun.status] }
}

function Collector({ source }: { source: SourceView }) {
  const { word, tone } = stateOf(source)
  const { lastRun, nextSlotAt } = source
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2.5 last:border-b-0">
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex items-center gap-2">
          <span className="truncate font-semibold">{source.name}</span>
          <Chip tone={tone}>{word}</Chip>
        </p>
        <p className="num truncate text-muted text-sm">{describeSchedule(source)}</p>
      </div>
      <p className="num text-muted text-sm">
        {lastRun ? (
          <>
            <Link href={`/operations/runs/${lastRun.id}`} className="hover:underline">
              {countOf(lastRun.samples, 'sample')}
            </Link>
            , <RelativeTime at={lastRun.finishedAt ?? lastRun.startedAt} />
          </>
        ) : nextSlotAt ? (
          <>
            first <RelativeTime at={nextSlotAt} isUpcoming />
          </>
        ) : null}
      </p>
    </li>
  )
}

/** "Guildhall, every 30 min" */
function describeSchedule({ kindTitle, intervalSeconds, cron }: SourceView): string {
  return `${kindTitle}, ${intervalSeconds === null ? `cron ${cron}` : `every ${formatDuration(intervalSeconds * 1000)}`}`
}
