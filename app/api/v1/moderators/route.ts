import { json } from '@/lib/core/http/route'
import { listModerators } from '@/lib/moderation/queries/list-moderators'
import { moderatorPage } from '@/lib/moderation/schema/queues'
import { route } from '@/lib/staff/access'

/** Whom a queue can be kept for. */
export const GET = route(
  { permission: 'queues:write', summary: 'List the staff members who can work a queue', answer: moderatorPage },
  async ({ db }) => json(await listModerators(db)),
)
