import { json } from '@/lib/core/http/route'
import { linkRoute } from '@/lib/staff/access'
import { acceptInvitation } from '@/lib/staff/commands/accept-invitation'
import { invitationLinks } from '@/lib/staff/links'
import { acceptInvitationBody, staffSummary } from '@/lib/staff/schema'

export const POST = linkRoute(
  {
    purpose: invitationLinks,
    secretOf: ({ body }) => body.token,
    origin: 'own',
    summary: 'Accept an invitation',
    body: acceptInvitationBody,
    answer: { 201: staffSummary },
  },
  async ({ db, actor, body }) => json(await acceptInvitation(db, actor, body), 201),
)
