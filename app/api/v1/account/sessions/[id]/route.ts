import { noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { endOwnSession } from '@/lib/staff/commands/end-sessions'
import { sessionIdParams } from '@/lib/staff/schema/sessions'

export const DELETE = route(
  { permission: 'account:manage', summary: 'End one of your sessions', answer: null, params: sessionIdParams },
  async ({ db, actor, params }) => {
    await endOwnSession(db, actor, params.id)
    return noContent()
  },
)
