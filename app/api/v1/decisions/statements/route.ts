import { download } from '@/lib/core/http/download'
import { json } from '@/lib/core/http/route'
import { media } from '@/lib/core/http/route-spec'
import { exportStatements, pageStatements } from '@/lib/moderation/commands/export-statements'
import { statementPage, statementsQuery } from '@/lib/moderation/schema/statements'
import { route } from '@/lib/staff/access'

/** Statements of reasons in the form that the EU's transparency database takes, as pages or as a file of all of them. */
export const GET = route(
  {
    permission: 'exports:read',
    summary: 'Export statements of reasons',
    answer: { 200: [statementPage, media('application/jsonl')] },
    query: statementsQuery,
  },
  async ({ db, actor, query, request }) =>
    query.format === 'jsonl'
      ? download(await exportStatements(db, actor, query))
      : json(await pageStatements(db, actor, query, request.signal)),
)
