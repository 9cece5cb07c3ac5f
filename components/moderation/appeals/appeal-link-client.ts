import { queryOptions } from '@tanstack/react-query'
import { lateSchema, sendJson } from '@/lib/core/http/client'

const answers = () => import('@/lib/moderation/schema/appeals')

/** What a link shows. It is sent in a body, because an address with the token in it would end up in logs. */
export const appealLinkQuery = (token: string) =>
  queryOptions({
    queryKey: ['appeal-link', token],
    queryFn: ({ signal }) =>
      sendJson(
        'POST',
        '/api/v1/appeal-links/lookup',
        { token },
        { schema: lateSchema(answers, 'openAppealLink'), signal },
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const appealByLink = (token: string, text: string) =>
  sendJson('POST', '/api/v1/appeal-links/appeals', { token, text }, { schema: lateSchema(answers, 'sentAppeal') })

/** @throws ApiError `appeal_link.not_found` where it was used or revoked before */
export const revokeAppealLink = (decisionId: string) =>
  sendJson('DELETE', `/api/v1/decisions/${decisionId}/appeal-link`, undefined)

/** @throws ApiError `appeal.exists`, `appeal.too_late`, `appeal.nothing_to_appeal`, `decision.reversed` */
export const issueAppealLink = (decisionId: string) =>
  sendJson('POST', `/api/v1/decisions/${decisionId}/appeal-link`, undefined, {
    schema: lateSchema(answers, 'issuedAppealLink'),
  })
