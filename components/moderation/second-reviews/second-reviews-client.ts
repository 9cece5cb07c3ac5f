import { keepPreviousData, queryOptions, useMutation, useQueryClient } from '@tanstack/react-query'
import { createLoader, parseAsString } from 'nuqs/server'
import { listQuery } from '@/components/screen/list-query'
import { getJson, sendJson } from '@/lib/core/http/client'
import { uuidOf } from '@/lib/core/uuid'
import type { NextReview, ReviewView, SubmittedVerdict, VerdictBody } from '@/lib/moderation/schema/second-reviews'

const REVIEWS = '/api/v1/second-reviews'
const KEY = ['reviews'] as const

/** What the address of the page says. */
export const reviewUrl = { queue: parseAsString }
export const loadReviewParams = createLoader(reviewUrl)

/** The API's filter for what the address says; a queue that can't be one is no filter. */
export const toReviewFilter = ({ queue }: { queue: string | null }) => ({
  queue: uuidOf(queue),
})

interface NextFilter {
  queue: string | undefined
  /** Passed over by this person, in this tab. */
  skip: readonly string[]
}

/** The next one; what is being read is asked for again, so that it stays as long as it waits. */
export const nextReviewQuery = ({ queue, skip }: NextFilter) =>
  queryOptions({
    queryKey: [...KEY, 'next', { queue, skip }] as const,
    queryFn: ({ client, queryKey, signal }) => {
      const prefer = client.getQueryData<NextReview>(queryKey)?.review?.decisionId
      return getJson<NextReview>(`${REVIEWS}/next`, {
        query: { queue, skip, prefer },
        signal,
      })
    },
    placeholderData: keepPreviousData,
    meta: { topics: ['cases', 'settings'] as const },
  })

/** @throws ApiError `second_review.exists` with the winner, `decision.reversed`, `second_review.not_drawn` */
export function useSubmitVerdict() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ decisionId, ...verdict }: VerdictBody & { decisionId: string }) =>
      sendJson<SubmittedVerdict>('POST', `/api/v1/decisions/${decisionId}/second-review`, verdict),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  })
}

/** Second reviews that were given; only those that differ from the decision, or all. */
export const reviewListQuery = (filter: { queue: string | undefined; isAgreed: string | undefined }) =>
  listQuery<ReviewView>({
    key: [...KEY, 'list'],
    path: REVIEWS,
    filter,
    topics: ['cases'],
  })
