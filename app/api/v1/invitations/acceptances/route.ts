import { json } from '@/lib/core/http/route'
import { publicRoute } from '@/lib/staff/access'
import { acceptInvitation } from '@/lib/staff/commands/accept-invitation'
import { acceptInvitationBody, staffSummary } from '@/lib/staff/schema'

export const POST = publicRoute(
  { permission: 'public', summary: 'Accept an invitation', answer: { 201: staffSummary }, body: acceptInvitationBody },
  async ({ db, actor, body }) => json(await acceptInvitation(db, actor, body), 201),
)
