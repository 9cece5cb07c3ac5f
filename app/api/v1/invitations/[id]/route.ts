import { z } from 'zod'
import { noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { revokeInvitation } from '@/lib/staff/commands/invite-staff'

export const DELETE = route(
  { permission: 'staff:write', summary: 'Revoke an invitation', answer: null, params: z.object({ id: z.uuid() }) },
  async ({ db, actor, params }) => {
    await revokeInvitation(db, actor, params.id)
    return noContent()
  },
)
