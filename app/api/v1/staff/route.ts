import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { listStaff } from '@/lib/staff/queries/list-staff'
import { staffListQuery, staffPage } from '@/lib/staff/schema'

export const GET = route(
  { permission: 'staff:read', summary: 'List staff members', answer: staffPage, query: staffListQuery },
  async ({ db, query }) => json(await listStaff(db, query)),
)
