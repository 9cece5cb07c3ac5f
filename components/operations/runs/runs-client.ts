import { queryOptions } from '@tanstack/react-query'
import { createLoader, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { PERIODS, type Period, startOfPeriod } from '@/components/screen/period'
import type { RunDetail, RunView } from '@/lib/collection/schema'
import { RUN_STATUSES, RUN_TRIGGERS, type RunStatus, type RunTrigger } from '@/lib/collection/terms'
import { getJson } from '@/lib/core/http/client'
import { uuidOf } from '@/lib/core/uuid'

/** Hints tell of a run's beginning and end, not of its progress. */
const FOLLOW_EVERY_MS = 1_000

/** What the address of the page says about the list. */
export const runParams = {
  source: parseAsString,
  status: parseAsStringLiteral(RUN_STATUSES),
  trigger: parseAsStringLiteral(RUN_TRIGGERS),
  period: parseAsStringLiteral(PERIODS).withDefault('all'),
}
export const loadRunParams = createLoader(runParams)

export interface RunParams {
  source: string | null
  status: RunStatus | null
  trigger: RunTrigger | null
  period: Period
}

/** The API's filter for what the address says; a source that can't be one is no filter. @param now in milliseconds */
export function toRunFilter({ source, status, trigger, period }: RunParams, now: number) {
  return {
    source: uuidOf(source),
    status: status ?? undefined,
    trigger: trigger ?? undefined,
    from: startOfPeriod(period, now),
  }
}
export type RunFilter = Partial<ReturnType<typeof toRunFilter>>

export const runsQuery = (filter: RunFilter) =>
  listQuery<RunView>({ key: ['runs', 'list'], path: '/api/v1/collections', filter })

/** One run with what it measured, asked for again and again while it is under way. */
export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ['runs', 'detail', id] as const,
    queryFn: ({ signal }) => getJson<RunDetail>(`/api/v1/collections/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === 'running' ? FOLLOW_EVERY_MS : false),
  })
