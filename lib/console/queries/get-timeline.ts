import type { ReadDb } from '@/lib/core/db/types'
import { DOMAINS } from '@/lib/domains'
import { type Actor, isAllowed } from '@/lib/staff/actor'
import type { TimelineView } from '../schema'

const SOURCES = DOMAINS.flatMap(({ shared, annotationSources = [] }) =>
  annotationSources.map((source) => ({ ...source, name: shared.name })),
)
/** More flags than this on one chart say nothing any more. */
export const TIMELINE_MAX = 200

/** What changes the flags on charts. */
export const TIMELINE_TOPICS = [...new Set(SOURCES.flatMap(({ topics }) => topics))]

/** What happened within `[from, to)`, of all sources that the caller may read, oldest first; TIMELINE_MAX at most. */
export async function getTimeline(
  db: ReadDb,
  actor: Actor,
  range: { from: string; to: string },
): Promise<TimelineView> {
  const span = { from: new Date(range.from), to: new Date(range.to), limit: TIMELINE_MAX }
  const found = await Promise.all(
    SOURCES.filter(({ permission }) => isAllowed(actor, permission)).map(async ({ name, load }) => {
      const list = await load()
      return (await list(db, span)).map((item) => ({ source: name, ...item }))
    }),
  )
  const items = found.flat().toSorted((one, other) => one.at.localeCompare(other.at))
  return { items: items.slice(0, TIMELINE_MAX) }
}
