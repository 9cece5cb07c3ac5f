import { getNavigation } from '@/lib/console/queries/get-navigation'
import { navigationView } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What waits behind the sections of the console, and what the caller may do. */
export const GET = route(
  { permission: 'overview:read', summary: 'Get the navigation', answer: navigationView },
  async ({ db, actor }) => json(await getNavigation(db, actor)),
)
