import { json } from '@/lib/core/http/route'
import { listModerators } from '@/lib/moderation/queries/list-moderators'
import { route } from '@/lib/staff/access'

/** Whom a queue can be kept for. */
export const GET = route({ permission: 'queues:write' }, async ({ db }) => json(await listModerators(db)))
