import { deleteSource, updateSource } from '@/lib/collection/commands/change-source'
import { getSource } from '@/lib/collection/queries/sources'
import { sourceParams, sourceView, updateSourceBody } from '@/lib/collection/schema'
import { json, noContent } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'sources:read', summary: 'Get a source', answer: sourceView, params: sourceParams },
  async ({ db, params }) => json(await getSource(db, params.id)),
)

/** Changes what is named; `version` has to be the one that was read, else 409. */
export const PATCH = route(
  {
    permission: 'sources:write',
    summary: 'Change a source',
    answer: sourceView,
    params: sourceParams,
    body: updateSourceBody,
  },
  async ({ db, actor, params, body }) => {
    await updateSource(db, actor, { ...body, id: params.id })
    return json(await getSource(db, params.id))
  },
)

/** Removes the source; what it has measured stays. */
export const DELETE = route(
  { permission: 'sources:write', summary: 'Delete a source', answer: null, params: sourceParams },
  async ({ db, actor, params }) => {
    await deleteSource(db, actor, params.id)
    return noContent()
  },
)
