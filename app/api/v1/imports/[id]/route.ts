import { getImport } from '@/lib/community/queries/imports'
import { importParams, importView } from '@/lib/community/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'imports:read', summary: 'Get an import', answer: importView, params: importParams },
  async ({ db, params }) => json(await getImport(db, params.id)),
)
