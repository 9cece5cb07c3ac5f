import { json } from '@/lib/core/http/route'
import { getAppeal } from '@/lib/moderation/queries/list-appeals'
import { appealParams } from '@/lib/moderation/schema/appeals'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'appeals:read', params: appealParams }, async ({ db, actor, params }) =>
  json(await getAppeal(db, actor, params.id)),
)
