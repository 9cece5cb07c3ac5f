import { queryOptions } from '@tanstack/react-query'
import type { AttentionView, MemberPartsView, NavigationView, SearchView } from '@/lib/console/schema'
import { getJson } from '@/lib/core/http/client'

/** Counts and permissions of the person at the screen; the topics by which they change come from the server. */
export const navigationQuery = (topics: readonly string[]) =>
  queryOptions({
    queryKey: ['sessions', 'navigation'] as const,
    queryFn: ({ signal }) => getJson<NavigationView>('/api/v1/navigation', { signal }),
    meta: { topics },
  })

/** Nobody announces what did not happen: a late source or a silent worker is found by asking. */
const ASK_EVERY_MS = 30_000

export const attentionQuery = (topics: readonly string[]) =>
  queryOptions({
    queryKey: ['health', 'attention'] as const,
    queryFn: ({ signal }) => getJson<AttentionView>('/api/v1/attention', { signal }),
    meta: { topics },
    refetchInterval: ASK_EVERY_MS,
  })

export const memberPartsQuery = (memberId: number, topics: readonly string[]) =>
  queryOptions({
    queryKey: ['members', 'parts', memberId] as const,
    queryFn: ({ signal }) => getJson<MemberPartsView>(`/api/v1/members/${memberId}/parts`, { signal }),
    meta: { topics },
  })

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text] as const,
    queryFn: ({ signal }) => getJson<SearchView>('/api/v1/search', { query: { text }, signal }),
    enabled: text !== '',
    staleTime: 30_000,
  })
