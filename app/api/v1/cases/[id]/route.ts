import { json } from '@/lib/core/http/route'
import { getCase } from '@/lib/moderation/queries/get-case'
import { caseDetail, caseParams } from '@/lib/moderation/schema/cases'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'cases:read', summary: 'Get a case', answer: caseDetail, params: caseParams },
  async ({ db, actor, params }) => json(await getCase(db, actor, params.id)),
)
