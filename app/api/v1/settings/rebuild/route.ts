import { json } from '@/lib/core/http/route'
import { getRebuild } from '@/lib/metrics/queries/get-rebuild'
import { route } from '@/lib/staff/access'

export const GET = route({ permission: 'settings:read' }, async ({ db }) => json(await getRebuild(db)))
