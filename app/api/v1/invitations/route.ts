import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { inviteStaff } from '@/lib/staff/commands/invite-staff'
import { mailInvitation } from '@/lib/staff/invitation-mail'
import { listInvitations } from '@/lib/staff/queries/list-invitations'
import { createdInvitation, invitationPage, inviteStaffBody, staffListQuery } from '@/lib/staff/schema'

export const GET = route(
  { permission: 'staff:read', summary: 'List open invitations', answer: invitationPage, query: staffListQuery },
  async ({ db, query }) => json(await listInvitations(db, query)),
)

export const POST = route(
  {
    permission: 'staff:write',
    summary: 'Invite a staff member',
    answer: { 201: createdInvitation },
    body: inviteStaffBody,
  },
  async ({ db, actor, body }) => {
    const { invitation, link } = await inviteStaff(db, actor, body)
    return json({ ...invitation, link, isMailed: await mailInvitation(db, invitation, link) }, 201)
  },
)
