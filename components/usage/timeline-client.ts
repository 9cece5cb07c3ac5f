import { queryOptions } from '@tanstack/react-query'
import type { ChartAnnotation } from '@/components/charts/types'
import type { TimelineView } from '@/lib/console/schema'
import { getJson } from '@/lib/core/http/client'
import type { Range } from '@/lib/core/time/ranges'

/** By the range as it was asked for, which stays the same while time goes on. */
export const timelineKey = (rangeKey: string) => ['timeline', rangeKey] as const

/** What happened within a range; the topics by which it changes come from the server. */
export const timelineQuery = (range: Range, rangeKey: string, topics: readonly string[]) =>
  queryOptions({
    queryKey: timelineKey(rangeKey),
    queryFn: ({ signal }) =>
      getJson<TimelineView>('/api/v1/timeline', {
        query: { from: range.from, to: range.to },
        signal,
      }),
    meta: { topics },
  })

type TimelineItem = TimelineView['items'][number]

/** The id of a flag, which is unique over all sources. */
export const flagIdOf = ({ source, id }: Pick<TimelineItem, 'source' | 'id'>): string => `${source}:${id}`

/** As charts draw it. */
export const toChartAnnotation = (item: TimelineItem): ChartAnnotation => ({
  id: flagIdOf(item),
  at: item.at,
  until: item.until,
  title: item.text,
})
