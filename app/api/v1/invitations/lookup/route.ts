import { json } from '@/lib/core/http/route'
import { publicRoute } from '@/lib/staff/access'
import { lookUpInvitation } from '@/lib/staff/commands/accept-invitation'
import { invitationToken, openInvitation } from '@/lib/staff/schema'

/** A POST, although it changes nothing, because an address with the token in it would end up in logs. */
export const POST = publicRoute(
  { permission: 'public', summary: 'Look up an invitation', answer: openInvitation, body: invitationToken },
  async ({ db, body }) => json(await lookUpInvitation(db, body.token)),
)
