import { json } from '@/lib/core/http/route'
import { getAppeal } from '@/lib/moderation/queries/list-appeals'
import { appealParams, appealView } from '@/lib/moderation/schema/appeals'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'appeals:read', summary: 'Get an appeal', answer: appealView, params: appealParams },
  async ({ db, actor, params }) => json(await getAppeal(db, actor, params.id)),
)
