import { getHealth } from '@/lib/collection/queries/get-health'
import { healthView } from '@/lib/collection/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** The state of database, workers, jobs and sources. */
export const GET = route(
  { permission: 'health:read', summary: 'Get the health of each component', answer: healthView },
  async ({ db }) => json(await getHealth(db)),
)
