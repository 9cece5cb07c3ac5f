import { listSourceKinds } from '@/lib/collection/queries/list-kinds'
import { sourceKindPage } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The kinds of sources that can be added, with the JSON Schema of their configuration. */
export const GET = route(
  { permission: 'sources:read', summary: 'List the kinds of sources', answer: sourceKindPage },
  async () => json(listSourceKinds()),
)
