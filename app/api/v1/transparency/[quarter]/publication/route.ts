import { json, noContent } from '@/lib/core/http/route'
import { publishQuarter, unpublishQuarter } from '@/lib/moderation/commands/publish-transparency'
import { quarterDetail, quarterParams } from '@/lib/moderation/schema/transparency'
import { route } from '@/lib/staff/access'

/** Makes the summary of a quarter public as it is counted now. */
export const PUT = route(
  {
    permission: 'transparency:write',
    summary: 'Publish the summary of a quarter',
    answer: quarterDetail,
    params: quarterParams,
  },
  async ({ db, actor, params }) => json(await publishQuarter(db, actor, params)),
)

/** Takes it back from the public. */
export const DELETE = route(
  {
    permission: 'transparency:write',
    summary: 'Withdraw the summary of a quarter',
    answer: null,
    params: quarterParams,
  },
  async ({ db, actor, params }) => {
    await unpublishQuarter(db, actor, params)
    return noContent()
  },
)
