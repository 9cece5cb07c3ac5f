import { json } from '@/lib/core/http/route'
import { listQuarters } from '@/lib/moderation/queries/transparency'
import { quarterPage } from '@/lib/moderation/schema/transparency'
import { route } from '@/lib/staff/access'

/** The quarters that could be public, and those that are. */
export const GET = route(
  { permission: 'exports:read', summary: 'List the quarters with a summary', answer: quarterPage },
  async ({ db }) => json(await listQuarters(db)),
)
