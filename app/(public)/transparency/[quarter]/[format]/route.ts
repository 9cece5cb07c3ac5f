import { media } from '@/lib/core/http/route-spec'
import { summaryFile } from '@/lib/moderation/queries/summary-file'
import { getPublished } from '@/lib/moderation/queries/transparency'
import { summaryFileParams } from '@/lib/moderation/schema/transparency'
import { publicRoute } from '@/lib/staff/access'

/** So long may a cache show a summary that was withdrawn. */
const CACHED_SECONDS = 300

/** A public summary as data, at `/transparency/2026-q3.json` and `.csv` (next.config.ts). */
export const GET = publicRoute(
  {
    permission: 'public',
    summary: 'Get the published transparency report of a quarter',
    params: summaryFileParams,
    answer: { 200: media('application/json', 'text/csv'), 304: null },
  },
  async ({ db, params: { quarter, format }, request }) => {
    const published = await getPublished(db, quarter)
    const tag = `"${published.id}-${format}"`
    const headers = { 'Cache-Control': `public, max-age=${CACHED_SECONDS}`, ETag: tag }
    if (request.headers.get('If-None-Match') === tag) return new Response(null, { status: 304, headers })
    const { body, type } = summaryFile(published, format)
    return new Response(body, { headers: { ...headers, 'Content-Type': type } })
  },
)
