import { cancelImport } from '@/lib/community/commands/manage-imports'
import { getImport } from '@/lib/community/queries/imports'
import { importParams, importView } from '@/lib/community/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

export const POST = route(
  { permission: 'imports:write', summary: 'Cancel an import', answer: importView, params: importParams },
  async ({ db, actor, params }) => {
    await cancelImport(db, actor, params.id)
    return json(await getImport(db, params.id))
  },
)
