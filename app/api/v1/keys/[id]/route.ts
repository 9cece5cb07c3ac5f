import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { revokeKey } from '@/lib/staff/commands/manage-keys'
import { keyIdParams, keyView } from '@/lib/staff/schema'

export const DELETE = route(
  { permission: 'keys:write', summary: 'Revoke an API key', answer: keyView, params: keyIdParams },
  async ({ db, actor, params }) => json(await revokeKey(db, actor, params.id)),
)
