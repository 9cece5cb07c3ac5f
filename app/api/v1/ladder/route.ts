import { json } from '@/lib/core/http/route'
import { replaceLadder } from '@/lib/moderation/commands/replace-ladder'
import { getLadder } from '@/lib/moderation/queries/get-ladder'
import { ladderBody, ladderView } from '@/lib/moderation/schema/ladder'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'policies:read', summary: 'Get the strike ladder', answer: ladderView },
  async ({ db }) => json(await getLadder(db)),
)

/** The whole list takes the place of the present one; with a `version`, only of that one. */
export const PUT = route(
  { permission: 'policies:write', summary: 'Replace the strike ladder', answer: ladderView, body: ladderBody },
  async ({ db, actor, body }) => json(await replaceLadder(db, actor, body)),
)
