import { queryOptions } from '@tanstack/react-query'
import { getJson, lateSchema } from '@/lib/core/http/client'

const answers = () => import('@/lib/console/schema')

/** Counts and permissions of the person at the screen; the topics by which they change come from the server. */
export const navigationQuery = (topics: readonly string[]) =>
  queryOptions({
    queryKey: ['sessions', 'navigation'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/navigation', { schema: lateSchema(answers, 'navigationView'), signal }),
    meta: { topics },
  })

/** Nobody announces what did not happen: a late source or a silent worker is found by asking. */
const ASK_EVERY_MS = 30_000

export const attentionQuery = (topics: readonly string[]) =>
  queryOptions({
    queryKey: ['health', 'attention'] as const,
    queryFn: ({ signal }) => getJson('/api/v1/attention', { schema: lateSchema(answers, 'attentionView'), signal }),
    meta: { topics },
    refetchInterval: ASK_EVERY_MS,
  })

export const memberPartsQuery = (memberId: number, topics: readonly string[]) =>
  queryOptions({
    queryKey: ['members', 'parts', memberId] as const,
    queryFn: ({ signal }) =>
      getJson(`/api/v1/members/${memberId}/parts`, { schema: lateSchema(answers, 'memberPartsView'), signal }),
    meta: { topics },
  })

export const searchQuery = (text: string) =>
  queryOptions({
    queryKey: ['search', text] as const,
    queryFn: ({ signal }) =>
      getJson('/api/v1/search', { query: { text }, schema: lateSchema(answers, 'searchView'), signal }),
    enabled: text !== '',
    staleTime: 30_000,
  })
