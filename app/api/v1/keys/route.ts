import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'
import { addKeyBody } from '@/lib/staff/add-key'
import { addKey } from '@/lib/staff/commands/manage-keys'
import { listKeys } from '@/lib/staff/queries/list-keys'
import { createdKey, keyPage, staffListQuery } from '@/lib/staff/schema'

export const GET = route(
  { permission: 'keys:read', summary: 'List API keys', answer: keyPage, query: staffListQuery },
  async ({ db, query }) => json(await listKeys(db, query)),
)

export const POST = route(
  { permission: 'keys:write', summary: 'Create an API key', answer: { 201: createdKey }, body: addKeyBody },
  async ({ db, actor, body }) => json(await addKey(db, actor, body), 201),
)
