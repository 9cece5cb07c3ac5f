import { json } from '@/lib/core/http/route'
import { revealMedia } from '@/lib/moderation/commands/media/reveal-media'
import { countedReveal, mediaParams, revealBody } from '@/lib/moderation/schema/media'
import { route } from '@/lib/staff/access'

/** Says that somebody is about to look; what they see is counted before they see it. */
export const POST = route(
  {
    permission: 'cases:read',
    summary: 'Record a view of a media file',
    answer: { 201: countedReveal },
    params: mediaParams,
    body: revealBody,
  },
  async ({ db, actor, params, body }) => {
    await revealMedia(db, actor, { mediaId: params.id, id: body.id })
    return json({ id: body.id }, 201)
  },
)
