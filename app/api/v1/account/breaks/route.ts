import { json } from '@/lib/core/http/route'
import { respondToBreak } from '@/lib/moderation/commands/wellness/change-wellness'
import { wellnessView } from '@/lib/moderation/schema/wellness'
import { route } from '@/lib/staff/access'

/** The break that was proposed is taken or put off: looks are counted anew. */
export const POST = route(
  {
    permission: 'account:manage',
    summary: 'Take or postpone the suggested break',
    answer: { 201: wellnessView },
  },
  async ({ db, actor }) => json(await respondToBreak(db, actor), 201),
)
