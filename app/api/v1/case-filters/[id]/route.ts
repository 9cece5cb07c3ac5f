import { noContent } from '@/lib/core/http/route'
import { deleteFilter } from '@/lib/moderation/commands/save-filters'
import { caseFilterParams } from '@/lib/moderation/schema/case-tools'
import { route } from '@/lib/staff/access'

export const DELETE = route(
  { permission: 'account:manage', summary: 'Delete a saved filter', answer: null, params: caseFilterParams },
  async ({ db, actor, params }) => {
    await deleteFilter(db, actor, params.id)
    return noContent()
  },
)
