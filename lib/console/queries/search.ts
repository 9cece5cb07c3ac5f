import type { ReadDb } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { SearchView } from '../schema'

const SOURCES = DOMAINS.flatMap((domain) => domain.search ?? [])
/** Of one kind; the palette is for jumping, lists are for looking through. */
const LIMIT = 5

/** What the palette finds, of what the caller may read, by kind. */
export async function search(db: ReadDb, actor: Actor, { text }: { text: string }): Promise<SearchView> {
  const groups = await Promise.all(
    SOURCES.filter(({ permission }) => isAllowed(actor, permission)).map(async ({ title, load }) => {
      const find = await load()
      return { title, items: await find(db, actor, { text, limit: LIMIT }) }
    }),
  )
  return { groups: groups.filter(({ items }) => items.length > 0) }
}
