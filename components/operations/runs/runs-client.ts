import { queryOptions } from '@tanstack/react-query'
import { listQuery } from '@/components/screen/list-query'
import type { RunDetail, RunView } from '@/lib/collection/schema'
import { getJson } from '@/lib/core/http/client'
import type { RunFilter } from './run-params'

/** Hints tell of a run's beginning and end, not of its progress. */
const FOLLOW_EVERY_MS = 1_000

export const runsQuery = (filter: RunFilter) =>
  listQuery<RunView>({ key: ['runs', 'list'], path: '/api/v1/collections', filter })

/** One run with what it measured, asked for again and again while it is under way. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'detail', id] as const,
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/v1/collections/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? FOLLOW_EVERY_MS : false),
  })
