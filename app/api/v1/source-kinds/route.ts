import { listSourceKinds } from '@/lib/collection/queries/list-kinds'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The kinds of sources that can be added, with the JSON Schema of their configuration. */
export const GET = route({ permission: 'sources:read' }, async () => json(listSourceKinds()))
