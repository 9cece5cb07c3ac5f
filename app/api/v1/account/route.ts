import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { getAccount, renameSelf } from '@/lib/staff/commands/change-account'
import { renameSelfBody } from '@/lib/staff/schema'

export const GET = route({ permission: 'account:manage' }, async ({ db, actor }) => json(await getAccount(db, actor)))

export const PATCH = route({ permission: 'account:manage', body: renameSelfBody }, async ({ db, actor, body }) =>
  json(await renameSelf(db, actor, body.name)),
)
