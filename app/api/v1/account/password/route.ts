import { sessionCookie } from '@/lib/core/auth/session'
import { noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { changeOwnPassword } from '@/lib/staff/commands/change-account'
import { changePasswordBody } from '@/lib/staff/schema'

export const PUT = route(
  { permission: 'account:manage', summary: 'Change your password', answer: null, body: changePasswordBody },
  async ({ db, actor, body }) => {
    const claim = await changeOwnPassword(db, actor, body)
    const response = noContent()
    response.headers.append('Set-Cookie', await sessionCookie(claim))
    return response
  },
)
