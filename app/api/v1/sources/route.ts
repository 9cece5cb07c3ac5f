import { createSource } from '@/lib/collection/commands/create-source'
import { getSource, listSources } from '@/lib/collection/queries/sources'
import { createSourceBody, sourceListQuery, sourcePage, sourceView } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The sources, by name, with their last run. */
export const GET = route(
  { permission: 'sources:read', summary: 'List sources', answer: sourcePage, query: sourceListQuery },
  async ({ db, query }) => json(await listSources(db, query)),
)

/** Adds a source. */
export const POST = route(
  { permission: 'sources:write', summary: 'Add a source', answer: { 201: sourceView }, body: createSourceBody },
  async ({ db, actor, body }) => {
    const id = await createSource(db, actor, body)
    return json(await getSource(db, id), 201, { Location: `/api/v1/sources/${id}` })
  },
)
