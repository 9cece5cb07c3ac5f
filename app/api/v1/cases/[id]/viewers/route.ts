import { json, noContent } from '@/lib/core/http/route'
import { unwatchCase, watchCase } from '@/lib/moderation/commands/watch-case'
import { viewersView } from '@/lib/moderation/schema/case-tools'
import { caseParams } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

/** Says that the caller has the case open; the answer is who else has. To be repeated every 20 seconds. */
export const PUT = route(
  {
    permission: 'cases:read',
    summary: 'Show that you have a case open, and list its other viewers',
    answer: viewersView,
    params: caseParams,
  },
  async ({ db, actor, params }) => json(await watchCase(db, actor, { caseId: params.id })),
)

export const DELETE = route(
  { permission: 'cases:read', summary: 'Show that you closed a case', answer: null, params: caseParams },
  async ({ db, actor, params }) => {
    await unwatchCase(db, actor, { caseId: params.id })
    return noContent()
  },
)
