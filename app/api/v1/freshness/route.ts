import { getFreshness } from '@/lib/collection/queries/get-freshness'
import { freshnessView } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** How fresh the figures are, and which sources are in trouble. */
export const GET = route(
  { permission: 'collections:read', summary: 'Get the freshness of the figures', answer: freshnessView },
  async ({ db }) => json(await getFreshness(db)),
)
