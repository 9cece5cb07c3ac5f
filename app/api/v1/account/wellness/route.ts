import { json } from '@/lib/core/http/route'
import { changeWellness } from '@/lib/moderation/commands/wellness/change-wellness'
import { getWellness } from '@/lib/moderation/queries/wellness'
import { wellnessPatch, wellnessView } from '@/lib/moderation/schema/wellness'
import { route } from '@/lib/staff/access'

export const GET = route(
  {
    permission: 'account:manage',
    summary: 'Get your wellness settings and your media views',
    answer: wellnessView,
  },
  async ({ db, actor }) => json(await getWellness(db, actor)),
)

export const PATCH = route(
  { permission: 'account:manage', summary: 'Change your wellness settings', answer: wellnessView, body: wellnessPatch },
  async ({ db, actor, body }) => json(await changeWellness(db, actor, body)),
)
