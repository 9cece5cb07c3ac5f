import { json } from '@/lib/core/http/route'
import { countStatementsOf } from '@/lib/moderation/commands/export-statements'
import { statementCountsQuery } from '@/lib/moderation/schema/statements'
import { route } from '@/lib/staff/access'

/** How many statements of reasons a period has, and why others can't be made. */
export const GET = route(
  { permission: 'exports:read', query: statementCountsQuery },
  async ({ db, actor, query, request }) => json(await countStatementsOf(db, actor, query, request.signal)),
)
