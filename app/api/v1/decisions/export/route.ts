import { download } from '@/lib/core/http/download'
import { media } from '@/lib/core/http/route-spec'
import { exportDecisions } from '@/lib/moderation/commands/export-decisions'
import { decisionExportQuery } from '@/lib/moderation/schema/exports'
import { route } from '@/lib/staff/access'

/** The actions of all decisions of a period as a file that is made while it is fetched. */
export const GET = route(
  {
    permission: 'exports:read',
    summary: 'Export decisions',
    answer: media('text/csv', 'application/json', 'application/jsonl'),
    query: decisionExportQuery,
  },
  async ({ db, actor, query }) => download(await exportDecisions(db, actor, query)),
)
