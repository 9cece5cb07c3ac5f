import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { getAccount, renameSelf } from '@/lib/staff/commands/change-account'
import { renameSelfBody, staffView } from '@/lib/staff/schema'

export const GET = route(
  { permission: 'account:manage', summary: 'Get your account', answer: staffView },
  async ({ db, actor }) => json(await getAccount(db, actor)),
)

export const PATCH = route(
  { permission: 'account:manage', summary: 'Change your name', answer: staffView, body: renameSelfBody },
  async ({ db, actor, body }) => json(await renameSelf(db, actor, body.name)),
)
