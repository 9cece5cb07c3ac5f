import { pauseSource, resumeSource } from '@/lib/collection/commands/change-source'
import { getSource } from '@/lib/collection/queries/sources'
import { sourceParams, sourceView } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** Stops the source's schedule. */
export const PUT = route(
  { permission: 'sources:write', summary: 'Pause a source', answer: sourceView, params: sourceParams },
  async ({ db, actor, params }) => {
    await pauseSource(db, actor, params.id)
    return json(await getSource(db, params.id))
  },
)

/** Sets it going again. */
export const DELETE = route(
  { permission: 'sources:write', summary: 'Resume a source', answer: sourceView, params: sourceParams },
  async ({ db, actor, params }) => {
    await resumeSource(db, actor, params.id)
    return json(await getSource(db, params.id))
  },
)
