import { json } from '@/lib/core/http/route'
import { linkRoute } from '@/lib/staff/access'
import { lookUpInvitation } from '@/lib/staff/commands/accept-invitation'
import { invitationLinks } from '@/lib/staff/links'
import { invitationToken, openInvitation } from '@/lib/staff/schema'

/** A POST, although it changes nothing, because an address with the token in it would end up in logs. */
export const POST = linkRoute(
  {
    purpose: invitationLinks,
    secretOf: ({ body }) => body.token,
    origin: 'own',
    summary: 'Look up an invitation',
    body: invitationToken,
    answer: openInvitation,
  },
  async ({ db, body }) => json(await lookUpInvitation(db, body.token)),
)
