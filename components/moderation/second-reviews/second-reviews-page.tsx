'use client'

import { useQuery } from '@tanstack/react-query'
import { CopyCheck } from 'lucide-react'
import { useQueryStates } from 'nuqs'
import { useState } from 'react'
import { describeFailure } from '@/components/screen/form-problem'
import { PageHeader } from '@/components/shell/page-header'
import { Button } from '@/components/ui/button'
import { Card } from '@/components/ui/card'
import { Chip } from '@/components/ui/chip'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { formatNumber, formatPercent } from '@/components/ui/format'
import { Skeleton } from '@/components/ui/skeleton'
import type { NextReview } from '@/lib/moderation/schema/second-reviews'
import { QueueSelect } from '../queue-select'
import { ReviewEvidence } from './review-evidence'
import { nextReviewQuery, reviewUrl, toReviewFilter } from './second-reviews-client'
import { useIsGone } from './use-gone'
import { VerdictForm } from './verdict-form'

/** Decisions of others for a second look, without a word of what they were. */
export function SecondReviewsPage() {
  const [params, setParams] = useQueryStates(reviewUrl)
  const { queue } = toReviewFilter(params)
  const [skip, setSkip] = useState<readonly string[]>([])
  const [own, setOwn] = useState<ReadonlySet<string>>(new Set())
  const query = useQuery(nextReviewQuery({ queue, skip }))
  const { data, isPlaceholderData } = query
  const id = data?.review?.decisionId ?? null
  const isGone = useIsGone({ id, listKey: queue ?? '', isSettled: data !== undefined && !isPlaceholderData }, own)
  const note = (done: string) => setOwn((before) => new Set(before).add(done))
  const passOver = () => {
    if (id === null || isPlaceholderData) return
    note(id)
    setSkip((before) => [...before, id].slice(-SKIPPED_MAX))
  }
  return (
    <>
      <PageHeader title="Second reviews">
        A random sample of cases that other moderators decided, shown as they saw them. Decide each case without seeing
        the original decision.
      </PageHeader>
      <div className="flex flex-wrap items-center gap-2">
        <QueueSelect value={queue} onChange={(next) => void setParams({ queue: next })} />
        {data ? (
          <Chip className="num" tone={data.waiting > 0 ? 'accent' : 'neutral'}>
            {formatNumber(data.waiting)} waiting
          </Chip>
        ) : null}
      </div>
      {isGone ? (
        <p role="status" className="rounded-control bg-warn-soft px-3 py-2 text-sm text-warn-text">
          The decision you were reviewing is no longer available. Someone else reviewed it, or it was reversed.
        </p>
      ) : null}
      {data?.review ? (
        <div
          aria-busy={isPlaceholderData || undefined}
          className={cn('grid gap-4 xl:grid-cols-[minmax(0,1fr)_24rem]', isPlaceholderData && 'stale')}
        >
          <ReviewEvidence key={`item-${data.review.decisionId}`} review={data.review} />
          <VerdictForm key={data.review.decisionId} review={data.review} onOwn={note} onSkip={passOver} />
        </div>
      ) : (
        <Card aria-label="Second reviews">
          {data ? <NothingLeft data={data} onAgain={() => setSkip([])} /> : <ToCome query={query} />}
        </Card>
      )}
    </>
  )
}

/** The oldest of more come up again. */
const SKIPPED_MAX = 50

function NothingLeft({ data: { waiting, share }, onAgain }: { data: NextReview; onAgain: () => void }) {
  if (waiting > 0) {
    return (
      <EmptyState
        icon={CopyCheck}
        title="You skipped all waiting decisions"
        action={<Button onClick={onAgain}>Show them again</Button>}
      >
        Other moderators can review them for 30 days.
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={CopyCheck} title={share === 0 ? 'Second reviews are off' : 'No decisions to review'}>
      {share === 0
        ? 'No decisions are selected. A manager can set the share on the Insight page.'
        : `Guildhall randomly selects ${formatPercent(share)} of other moderators’ decisions. They appear here.`}
    </EmptyState>
  )
}

function ToCome({
  query,
}: {
  query: { isError: boolean; error: unknown; isFetching: boolean; refetch: () => unknown }
}) {
  if (query.isError) {
    return (
      <ErrorState
        title="The next decision could not be loaded"
        onRetry={() => query.refetch()}
        isRetrying={query.isFetching}
      >
        {describeFailure(query.error)}
      </ErrorState>
    )
  }
  return (
    <div role="status" aria-label="Loading the next decision" className="grid gap-3 p-4">
      <Skeleton className="h-5 w-40" />
      <Skeleton className="h-28 w-full" />
      <Skeleton className="h-20 w-full" />
    </div>
  )
}
