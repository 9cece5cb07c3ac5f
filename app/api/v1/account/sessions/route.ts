import { sessionCookie } from '@/lib/core/auth/session'
import { json, noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { endOtherSessions, endOwnSessions } from '@/lib/staff/commands/end-sessions'
import { listOwnSessions } from '@/lib/staff/queries/list-sessions'
import { staffListQuery } from '@/lib/staff/schema'
import { endSessionsQuery, sessionPage } from '@/lib/staff/schema/sessions'

export const GET = route(
  { permission: 'account:manage', summary: 'List your sessions', answer: sessionPage, query: staffListQuery },
  async ({ db, actor, query }) => json(await listOwnSessions(db, actor, query)),
)

export const DELETE = route(
  { permission: 'account:manage', summary: 'End your sessions', answer: null, query: endSessionsQuery },
  async ({ db, actor, query }) => {
    const response = noContent()
    if (query.keep) response.headers.append('Set-Cookie', await sessionCookie(await endOtherSessions(db, actor)))
    else await endOwnSessions(db, actor)
    return response
  },
)
