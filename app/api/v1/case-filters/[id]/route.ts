import { noContent } from '@/lib/core/http/route'
import { dropFilter } from '@/lib/moderation/commands/keep-filters'
import { caseFilterParams } from '@/lib/moderation/schema/desk'
import { route } from '@/lib/staff/access'

export const DELETE = route(
  { permission: 'account:manage', summary: 'Delete a saved filter', answer: null, params: caseFilterParams },
  async ({ db, actor, params }) => {
    await dropFilter(db, actor, params.id)
    return noContent()
  },
)
