import { getAttention } from '@/lib/console/queries/get-attention'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What somebody should look at, the worst first. */
export const GET = route({ permission: 'overview:read' }, async ({ db, actor }) =>
  json(await getAttention(db, actor, new Date())),
)
