import { json } from '@/lib/core/http/route'
import { getRebuild } from '@/lib/metrics/queries/get-rebuild'
import { rebuildView } from '@/lib/metrics/schema'
import { route } from '@/lib/staff/access'

export const GET = route(
  { permission: 'settings:read', summary: 'Get the progress of recalculating daily figures', answer: rebuildView },
  async ({ db }) => json(await getRebuild(db)),
)
