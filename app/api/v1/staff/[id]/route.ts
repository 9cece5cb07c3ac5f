import { z } from 'zod'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { changeStaff } from '@/lib/staff/commands/change-staff'
import { getStaff } from '@/lib/staff/queries/list-staff'
import { changeStaffBody, staffView } from '@/lib/staff/schema'

const params = z.object({ id: z.uuid() })

export const GET = route(
  { permission: 'staff:read', summary: 'Get a staff member', answer: staffView, params },
  async ({ db, params }) => json(await getStaff(db, params.id)),
)

export const PATCH = route(
  {
    permission: 'staff:write',
    summary: 'Change a staff member',
    answer: staffView,
    params,
    body: changeStaffBody,
  },
  async ({ db, actor, params, body }) => json(await changeStaff(db, actor, { ...body, staffId: params.id })),
)
