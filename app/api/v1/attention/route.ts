import { getAttention } from '@/lib/console/queries/get-attention'
import { attentionView } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What somebody should look at, the worst first. */
export const GET = route(
  { permission: 'overview:read', summary: 'List what needs attention', answer: attentionView },
  async ({ db, actor }) => json(await getAttention(db, actor, new Date())),
)
