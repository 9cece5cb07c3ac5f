'use client'

import { useQuery } from '@tanstack/react-query'
import { queuesQuery } from '@/components/moderation/queues-query'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { Chip } from '@/components/ui/chip'
import { ErrorState } from '@/components/ui/error-state'
import { countOf, formatNumber } from '@/components/ui/format'
import { Link } from '@/components/ui/link'
import { Skeleton } from '@/components/ui/skeleton'
import type { QueueView } from '@/lib/moderation/schema/queues'

/** What waits in each queue of moderation, with the way into it. */
export function QueuesCard() {
  const { data, error, refetch, isFetching } = useQuery(queuesQuery())
  return (
    <Card aria-labelledby="queues" className="content-start">
      <CardHeader className="items-center">
        <CardTitle id="queues">Moderation</CardTitle>
        <Link href="/moderation" className="ml-auto font-medium text-accent-text text-sm hover:underline">
          View cases
        </Link>
      </CardHeader>
      {data ? (
        <ul className="grid px-4 pt-1 pb-2">
          {data.items.map((queue) => (
            <Queue key={queue.id} queue={queue} />
          ))}
        </ul>
      ) : error ? (
        <ErrorState title="The queues could not be loaded" onRetry={() => void refetch()} isRetrying={isFetching}>
          {error.message}
        </ErrorState>
      ) : (
        <div role="status" aria-label="Loading the queues" className="grid gap-3 p-4">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      )}
    </Card>
  )
}

function Queue({ queue: { id, name, open, overdue, escalated } }: { queue: QueueView }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b py-2.5 last:border-b-0">
      <p className="flex min-w-0 flex-1 basis-40 items-center gap-2">
        <Link href={`/moderation?queue=${id}`} className="truncate font-semibold hover:underline">
          {name}
        </Link>
        {overdue > 0 ? (
          <Chip tone="danger" className="num">
            {formatNumber(overdue)} overdue
          </Chip>
        ) : null}
      </p>
      <p className="num text-muted text-sm">
        {open === 0 ? 'no open cases' : countOf(open, 'open case')}
        {escalated > 0 ? `, ${formatNumber(escalated)} escalated` : ''}
      </p>
    </li>
  )
}
