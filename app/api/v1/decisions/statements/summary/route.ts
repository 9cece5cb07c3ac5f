import { json } from '@/lib/core/http/route'
import { countStatementsOf } from '@/lib/moderation/commands/export-statements'
import { statementCounts, statementCountsQuery } from '@/lib/moderation/schema/statements'
import { route } from '@/lib/staff/access'

/** How many statements of reasons a period has, and why others can't be made. */
export const GET = route(
  {
    permission: 'exports:read',
    summary: 'Count statements of reasons',
    answer: statementCounts,
    query: statementCountsQuery,
  },
  async ({ db, actor, query, request }) => json(await countStatementsOf(db, actor, query, request.signal)),
)
