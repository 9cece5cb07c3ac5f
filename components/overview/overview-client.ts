import { queryOptions } from '@tanstack/react-query'
import type { SourcePage } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'
import { toLocal } from '@/lib/core/time/format'
import type { OverviewView, TopListView } from '@/lib/metrics/schema'

/** Nobody announces what did not happen: a late source or a silent worker is found by asking. */
const REFETCH_EVERY_MS = 30_000

export const SOURCES_SHOWN = 100

export const overviewKeys = {
  figures: ['samples', 'overview'] as const,
  topChannels: ['samples', 'overview-channels'] as const,
  sources: ['runs', 'collectors'] as const,
}

export const figuresQuery = () =>
  queryOptions({
    queryKey: overviewKeys.figures,
    queryFn: ({ signal }) => getJson<OverviewView>('/api/v1/overview', { signal }),
  })

const WEEK_DAYS = 7
const TOP_CHANNELS = 6
const DAY_MS = 86_400_000

/** The channels with most messages today and in the six days before, of the community's zone; waits for what now is. */
export const topChannelsQuery = (now: Pick<OverviewView, 'asOf' | 'zone'> | undefined) => {
  const { year, month, day } = toLocal(now?.asOf ?? 0, now?.zone ?? 'UTC')
  const dateAfter = (days: number) =>
    new Date(Date.UTC(year, month - 1, day) + days * DAY_MS).toISOString().slice(0, 10)
  const query = {
    metric: 'messages',
    by: 'channel',
    from: dateAfter(1 - WEEK_DAYS),
    to: dateAfter(1),
    zone: now?.zone,
    limit: TOP_CHANNELS,
  }
  return queryOptions({
    queryKey: [...overviewKeys.topChannels, query.to, query.zone] as const,
    queryFn: ({ signal }) => getJson<TopListView>('/api/v1/tops', { query, signal }),
    enabled: now !== undefined,
  })
}

export const collectorsQuery = () =>
  queryOptions({
    queryKey: overviewKeys.sources,
    queryFn: ({ signal }) =>
      getJson<SourcePage>('/api/v1/sources', {
        query: { limit: SOURCES_SHOWN },
        signal,
      }),
    refetchInterval: REFETCH_EVERY_MS,
  })
