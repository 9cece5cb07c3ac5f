import { json } from '@/lib/core/http/route'
import { saveFilter } from '@/lib/moderation/commands/save-filters'
import { listFilters } from '@/lib/moderation/queries/list-filters'
import { caseFilterBody, caseFilterPage, caseFilterView } from '@/lib/moderation/schema/case-tools'
import { route } from '@/lib/staff/access'

/** The filters of the queue that the caller keeps. */
export const GET = route(
  { permission: 'account:manage', summary: 'List your saved filters', answer: caseFilterPage },
  async ({ db, actor }) => json(await listFilters(db, actor)),
)

export const POST = route(
  { permission: 'account:manage', summary: 'Save a filter', answer: { 201: caseFilterView }, body: caseFilterBody },
  async ({ db, actor, body }) => json(await saveFilter(db, actor, body), 201),
)
