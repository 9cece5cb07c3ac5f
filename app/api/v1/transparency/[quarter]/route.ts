import { json } from '@/lib/core/http/route'
import { getQuarter } from '@/lib/moderation/queries/transparency'
import { quarterDetail, quarterParams } from '@/lib/moderation/schema/transparency'
import { route } from '@/lib/staff/access'

/** What is public of a quarter, or would be if it were published now. */
export const GET = route(
  { permission: 'exports:read', summary: 'Get the summary of a quarter', answer: quarterDetail, params: quarterParams },
  async ({ db, params }) => json(await getQuarter(db, params.quarter)),
)
