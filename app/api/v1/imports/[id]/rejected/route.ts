import { openRejectedLines } from '@/lib/community/queries/rejected-lines'
import { importParams } from '@/lib/community/schema'
import { media } from '@/lib/core/http/route-spec'
import { route } from '@/lib/staff/access'

/** The rejected lines as a CSV file, for those who may import and so have the file already. */
export const GET = route(
  {
    permission: 'imports:read',
    summary: 'Download the rejected rows of an import',
    answer: media('text/csv'),
    params: importParams,
  },
  async ({ db, params }) => {
    const { body, fileName } = await openRejectedLines(db, params.id)
    return new Response(body, {
      headers: {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
        'Cache-Control': 'no-store',
      },
    })
  },
)
