import { search } from '@/lib/console/queries/search'
import { searchQuery, searchView } from '@/lib/console/schema'
import { json } from '@/lib/core/http/route'
import { route } from '@/lib/staff/access'

/** What the palette finds, by kind; of what the caller may read. */
export const GET = route(
  { permission: 'overview:read', summary: 'Search', answer: searchView, query: searchQuery },
  async ({ db, actor, query }) => json(await search(db, actor, query)),
)
