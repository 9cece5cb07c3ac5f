import { json } from '@/lib/core/http/route'
import { listQuarters } from '@/lib/moderation/queries/transparency'
import { route } from '@/lib/staff/access'

/** The quarters that could be public, and those that are. */
export const GET = route({ permission: 'exports:read' }, async ({ db }) => json(await listQuarters(db)))
