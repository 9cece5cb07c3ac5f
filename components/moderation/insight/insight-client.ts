import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { createLoader, createParser, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { getJson } from '@/lib/core/http/client'
import { isDate } from '@/lib/core/time/is-instant'
import { rangeOfPreset } from '@/lib/core/time/ranges'
import { localDate, nextDay } from '@/lib/core/time/zoned'
import { uuidOf } from '@/lib/core/uuid'
import type { InsightView } from '@/lib/moderation/schema/insight'
import { refusePeriod } from '@/lib/moderation/schema/insight-period'

export const PERIODS = ['7d', '30d', '90d', '1y'] as const

/** What is no date counts as absent, so that a broken link still opens the page. */
const parseAsDate = createParser({
  parse: (value) => (isDate(value) ? value : null),
  serialize: (value: string) => value,
})

/** What the address of the page says. `from` and `to` are the first and the last day of a period of one's own. */
export const insightUrl = {
  period: parseAsStringLiteral(PERIODS).withDefault('30d'),
  from: parseAsDate,
  to: parseAsDate,
  queue: parseAsString,
}
export const loadInsightParams = createLoader(insightUrl)

export interface InsightParams {
  period: (typeof PERIODS)[number]
  from: string | null
  to: string | null
  queue: string | null
}

export interface InsightFilter {
  from: string
  to: string
  queue: string | undefined
  /** Whether the days are the reader's own. */
  isCustom: boolean
}

/** The API's question for what the address says, in days of the community; a period that is none gives way to the named one. */
export function toInsightFilter(params: InsightParams, { zone, now }: { zone: string; now: string }): InsightFilter {
  const queue = uuidOf(params.queue)
  const own = params.from && params.to ? { from: params.from, to: nextDay(params.to) } : null
  if (own && !refusePeriod(own)) return { ...own, queue, isCustom: true }
  const { from, to } = rangeOfPreset(params.period, { zone, now })
  return { from: localDate(from, zone).toString(), to: localDate(to, zone).toString(), queue, isCustom: false }
}

/** A community that decides a case a second would have it counted anew each time; once a minute is soon enough. */
const EVERY_MS = 60_000

export const insightQueryOf = ({ from, to, queue }: InsightFilter) =>
  queryOptions({
    queryKey: ['reviews', 'insight', { from, to, queue }] as const,
    queryFn: ({ signal }) =>
      getJson<InsightView>('/api/v1/moderation-insight', {
        query: { from, to, queue },
        signal,
      }),
    placeholderData: keepPreviousData,
    refetchInterval: EVERY_MS,
    meta: { topics: ['settings'] as const },
  })
