'use client'

import { queryOptions, useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useNow } from '@/components/ui/clock'
import { cn } from '@/components/ui/cn'
import { Link } from '@/components/ui/link'
import { Popover, PopoverContent, PopoverTrigger } from '@/components/ui/popover'
import { RelativeTime } from '@/components/ui/relative-time'
import type { FreshnessView } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'
import { formatRelative, toMs } from '@/lib/core/time/format'
import { assessFreshness, FRESHNESS_REASONS } from './assess-freshness'

/** Nobody announces what did not happen: a late source is found by asking. */
const REFETCH_EVERY_MS = 60_000

const freshnessQuery = () =>
  queryOptions({
    queryKey: ['runs', 'freshness'],
    queryFn: ({ signal }) => getJson<FreshnessView>('/api/v1/freshness', { signal }),
    refetchInterval: REFETCH_EVERY_MS,
  })

/** How old the figures are; a click tells by which run. Amber, with a word, where a source missed, failed or is late. */
export function Freshness({ initial }: { initial: FreshnessView }) {
  const { data } = useQuery({ ...freshnessQuery(), initialData: initial })
  const now = useNow()
  const trouble = assessFreshness(data)
  const age = data.lastRun
    ? `Collected ${formatRelative(data.lastRun.finishedAt, Math.max(now, toMs(data.lastRun.finishedAt)), 'UTC')}`
    : data.sources > 0
      ? 'Nothing collected yet'
      : 'No sources'
  return (
    <Popover>
      <PopoverTrigger className="touch-target relative flex h-8 items-center gap-2 rounded-control px-2 text-sm transition-colors hover:bg-sunken">
        {trouble ? (
          <TriangleAlert aria-hidden className="size-4 text-warn" />
        ) : (
          <span
            aria-hidden
            className={cn(
              'size-[7px] rounded-full',
              data.lastRun ? 'bg-good shadow-[0_0_0_3px_var(--good-soft)]' : 'bg-line-control',
            )}
          />
        )}
        <span className="num max-md:sr-only">{age}</span>
        {trouble ? <span className="num font-medium text-warn-text max-sm:sr-only">{trouble}</span> : null}
      </PopoverTrigger>
      <PopoverContent align="end" className="grid w-76 gap-2.5" aria-label="Freshness">
        <FreshnessDetail freshness={data} />
      </PopoverContent>
    </Popover>
  )
}

function FreshnessDetail({ freshness: { lastRun, troubled, isWorkerAlive } }: { freshness: FreshnessView }) {
  return (
    <>
      {lastRun ? (
        <p className="text-muted">
          The latest figures are from <b className="font-semibold text-ink">{lastRun.sourceName}</b>,{' '}
          <RelativeTime at={lastRun.finishedAt} />
          {lastRun.status === 'partial' ? '. Some are missing' : ''}.
        </p>
      ) : (
        <p className="text-muted">No collection has finished yet. The first one follows its source’s schedule.</p>
      )}
      {isWorkerAlive ? null : (
        <p className="text-warn-text">No worker is running, so nothing is collected. Start a worker.</p>
      )}
      {troubled.map(({ id, name, reason, runId }) => (
        <p key={id} className="text-warn-text">
          {runId ? (
            <Link href={`/operations/runs/${runId}`} className="font-semibold underline underline-offset-2">
              {name}
            </Link>
          ) : (
            <b className="font-semibold">{name}</b>
          )}{' '}
          {FRESHNESS_REASONS[reason]}.
        </p>
      ))}
      <p className="flex gap-4 font-medium text-accent-text">
        {lastRun ? (
          <Link href={`/operations/runs/${lastRun.id}`} className="hover:underline">
            View run
          </Link>
        ) : null}
        <Link href="/operations" className="hover:underline">
          Operations
        </Link>
      </p>
    </>
  )
}
