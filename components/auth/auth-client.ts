import { queryOptions } from '@tanstack/react-query'
import { lateSchema, sendJson } from '@/lib/core/http/client'
import type { AcceptInvitation } from '@/lib/staff/schema'

const answers = () => import('@/lib/staff/schema')

/** What a link offers. It is sent in a body, because an address with the token in it would end up in logs. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) =>
      sendJson(
        'POST',
        '/api/v1/invitations/lookup',
        { token },
        { schema: lateSchema(answers, 'openInvitation'), signal },
      ),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const acceptInvitation = (input: AcceptInvitation) =>
  sendJson('POST', '/api/v1/invitations/acceptances', input, { schema: lateSchema(answers, 'staffSummary') })
