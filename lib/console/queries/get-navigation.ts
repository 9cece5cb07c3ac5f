import type { ReadDb } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import { PERMISSIONS } from '@/lib/staff/permissions'
import type { NavigationView } from '../schema'

const COUNTS = DOMAINS.flatMap(({ counts = [] }) => counts)

/** What changes the counts of the sidebar. */
export const NAVIGATION_TOPICS = [...new Set(COUNTS.flatMap(({ topics }) => topics))]

/** How much waits behind each section, of what the caller may read. */
export async function getNavigation(db: ReadDb, actor: Actor): Promise<NavigationView> {
  const counts = await Promise.all(
    COUNTS.filter(({ permission }) => isAllowed(actor, permission)).map(async ({ href, load }) => {
      const count = await load()
      return { href, ...(await count(db, actor)) }
    }),
  )
  return {
    counts: counts.filter(({ count }) => count > 0),
    permissions: PERMISSIONS.filter((permission) => isAllowed(actor, permission)),
  }
}
