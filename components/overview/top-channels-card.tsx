'use client'

import { useQuery } from '@tanstack/react-query'
import { Hash } from 'lucide-react'
import { BarList } from '@/components/charts/bar-list'
import { Card, CardHeader, CardTitle } from '@/components/ui/card'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { Link } from '@/components/ui/link'
import { Skeleton } from '@/components/ui/skeleton'
import type { OverviewView } from '@/lib/metrics/schema'
import { topChannelsQuery } from './overview-client'

/** Where people talked this week; a channel leads to its charts. */
export function TopChannelsCard({ now }: { now: Pick<OverviewView, 'asOf' | 'zone'> | undefined }) {
  const { data, error, refetch, isFetching } = useQuery(topChannelsQuery(now))
  return (
    <Card aria-labelledby="top-channels" className="content-start">
      <CardHeader className="items-center">
        <CardTitle id="top-channels">Top channels, 7 days</CardTitle>
        <Link href="/usage#top-channels" className="ml-auto font-medium text-accent-text text-sm hover:underline">
          View all channels
        </Link>
      </CardHeader>
      {data ? (
        data.items.length > 0 ? (
          <div className="px-2 pb-3">
            <BarList
              title="Top channels by messages"
              items={data.items.map(({ id, name, value }) => ({ id, name, value, href: `/usage?channel=${id}` }))}
            />
          </div>
        ) : (
          <EmptyState icon={Hash} title="No messages yet" className="py-8">
            The mirror has no messages from the last seven days.
          </EmptyState>
        )
      ) : error ? (
        <ErrorState title="The channels could not be loaded" onRetry={() => void refetch()} isRetrying={isFetching}>
          {error.message}
        </ErrorState>
      ) : (
        <div role="status" aria-label="Loading the channels" className="grid gap-2 p-4">
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
          <Skeleton className="h-8" />
        </div>
      )}
    </Card>
  )
}
