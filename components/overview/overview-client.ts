import { queryOptions } from '@tanstack/react-query'
import { freshnessView, healthView, runPage, sourcePage } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'
import { overviewView } from '@/lib/metrics/schema'

/** Nobody announces what did not happen: a late source or a silent worker is found by asking. */
const ASK_EVERY_MS = 30_000

/** The newest run that filled in the past; the page says when it did not get through. */
export const LAST_BACKFILL = { trigger: 'backfill', limit: 1 } as const
export const SOURCES_SHOWN = 100

export const overviewKeys = {
  figures: ['samples', 'overview'] as const,
  freshness: ['runs', 'freshness'] as const,
  sources: ['runs', 'collectors'] as const,
  backfill: ['runs', 'last-backfill'] as const,
  health: ['health', 'summary'] as const,
}

export const figuresQuery = () =>
  queryOptions({
    queryKey: overviewKeys.figures,
    queryFn: ({ signal }) => getJson('/api/v1/overview', { schema: overviewView, signal }),
  })

export const freshnessQuery = () =>
  queryOptions({
    queryKey: overviewKeys.freshness,
    meta: { topics: ['sources'] },
    queryFn: ({ signal }) => getJson('/api/v1/freshness', { schema: freshnessView, signal }),
    refetchInterval: ASK_EVERY_MS,
  })

export const collectorsQuery = () =>
  queryOptions({
    queryKey: overviewKeys.sources,
    queryFn: ({ signal }) =>
      getJson('/api/v1/sources', { query: { limit: SOURCES_SHOWN }, schema: sourcePage, signal }),
    refetchInterval: ASK_EVERY_MS,
  })

export const lastBackfillQuery = () =>
  queryOptions({
    queryKey: overviewKeys.backfill,
    queryFn: ({ signal }) => getJson('/api/v1/collections', { query: LAST_BACKFILL, schema: runPage, signal }),
  })

export const healthQuery = () =>
  queryOptions({
    queryKey: overviewKeys.health,
    queryFn: ({ signal }) => getJson('/api/v1/health', { schema: healthView, signal }),
    refetchInterval: ASK_EVERY_MS,
  })
