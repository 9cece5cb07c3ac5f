import { json } from '@/lib/core/http/route'
import { changeWellness } from '@/lib/moderation/commands/wellness/change-wellness'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { wellnessPatch, wellnessView } from '@/lib/moderation/schema/wellness'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'account:manage',
    summary: 'Get how you see media, and how much you have looked at',
    answer: wellnessView,
  },
  async ({ db, actor }) => json(await getWellness(db, actor)),
)

export const PATCH = route(
  { permission: 'account:manage', summary: 'Change how you see media', answer: wellnessView, body: wellnessPatch },
  async ({ db, actor, body }) => json(await changeWellness(db, actor, body)),
)
