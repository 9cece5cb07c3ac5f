import { queryOptions } from '@tanstack/react-query'
import { sendJson } from '@/lib/core/http/client'
import type { AcceptInvitation, OpenInvitation, StaffSummary } from '@/lib/staff/schema'

/** What a link offers. It is sent in a body, because an address with the token in it would end up in logs. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: ['invitation', token],
    queryFn: ({ signal }) => sendJson<OpenInvitation>('POST', '/api/v1/invitations/lookup', { token }, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const acceptInvitation = (input: AcceptInvitation) =>
  sendJson<StaffSummary>('POST', '/api/v1/invitations/acceptances', input)
