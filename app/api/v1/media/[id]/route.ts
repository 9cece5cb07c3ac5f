import { randomUUID } from 'node:crypto'
import { sendInlineFile } from '@/lib/core/http/file-response'
import { media } from '@/lib/core/http/route-spec'
import { openMedia } from '@/lib/moderation/commands/media/open-media'
import { revealMedia } from '@/lib/moderation/commands/media/reveal-media'
import { countsAsView } from '@/lib/moderation/rules/media'
import { mediaParams } from '@/lib/moderation/schema/media'
import { route } from '@/lib/staff/access'

const MEDIA = media('image/*', 'video/*', 'audio/*')

/** The bytes themselves. Our pages blur them and say when they are looked at; whoever else asks is looking. */
export const GET = route(
  {
    permission: 'cases:read',
    summary: 'Download a media file',
    answer: { 200: MEDIA, 206: MEDIA, 304: null, 416: null },
    params: mediaParams,
  },
  async ({ db, actor, params, request }) => {
    const file = await openMedia(db, actor, { mediaId: params.id })
    if (countsAsView(actor.kind, request.headers))
      await revealMedia(db, actor, { mediaId: params.id, id: randomUUID() })
    return sendInlineFile(request, file)
  },
)
