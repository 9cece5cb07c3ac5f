import { noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { endOwnSessions } from '@/lib/staff/commands/change-account'

export const DELETE = route({ permission: 'account:manage' }, async ({ db, actor }) => {
  await endOwnSessions(db, actor)
  return noContent()
})
