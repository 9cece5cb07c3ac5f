import { queryOptions } from '@tanstack/react-query'
import { sendJson } from '@/lib/core/http/client'
import type { IssuedAppealLink, OpenAppealLink, SentAppeal } from '@/lib/moderation/schema/appeals'

/** What a link shows. It is sent in a body, because an address with the token in it would end up in logs. */
export const appealLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['appeal-link', token],
    queryFn: ({ signal }) => sendJson<OpenAppealLink>('POST', '/api/v1/appeal-links/lookup', { token }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const appealByLink = (token: string, text: string) =>
  sendJson<SentAppeal>('POST', '/api/v1/appeal-links/appeals', { token, text })

/** @throws ApiError `appeal_link.not_found` where it was used or revoked before */
export const revokeAppealLink = (decisionId: string) =>
  sendJson('DELETE', `/api/v1/decisions/${decisionId}/appeal-link`, undefined)

/** @throws ApiError `appeal.exists`, `appeal.too_late`, `appeal.nothing_to_appeal`, `decision.reversed` */
export const issueAppealLink = (decisionId: string) =>
  sendJson<IssuedAppealLink>('POST', `/api/v1/decisions/${decisionId}/appeal-link`, undefined)
