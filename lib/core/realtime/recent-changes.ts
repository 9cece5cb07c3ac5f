import type { Change, Topic } from './topics'

/** So many single things of a topic are told apart; of those before it is known only that there were some. */
const IDS_MAX = 50

/** What this process has lately heard of. */
export interface RecentChanges {
  note(change: Change): void
  /** Forgets all: what was announced until now may have been missed. */
  reset(): void
  /** Whether nothing of the last so many milliseconds can have been missed. */
  reachesBack(withinMs: number): boolean
  hasHeard(topic: Topic, withinMs: number): boolean
  /** What was announced since: of a topic either each thing by its id, or, with the id null, that it may be any. */
  heardWithin(withinMs: number): Change[]
}

/** Told by a clock that is never set. */
export function createRecentChanges(now = () => performance.now()): RecentChanges {
  /** When each thing of a topic was heard of, the latest last; under null, of any thing. */
  const heard = new Map<Topic, Map<Change['id'], number>>()
  let listeningSince = now()
  const idsWithin = (topic: Topic, withinMs: number): Change['id'][] => {
    const since = now() - withinMs
    const ids = [...(heard.get(topic) ?? [])].filter(([, at]) => at >= since).map(([id]) => id)
    return ids.includes(null) ? [null] : ids
  }
  return {
    note({ topic, id }) {
      const ids = heard.get(topic) ?? new Map<Change['id'], number>()
      heard.set(topic, ids)
      ids.delete(id)
      ids.set(id, now())
      if (ids.size > IDS_MAX) blurOldest(ids)
    },
    reset() {
      heard.clear()
      listeningSince = now()
    },
    reachesBack: (withinMs) => now() - listeningSince >= withinMs,
    hasHeard: (topic, withinMs) => idsWithin(topic, withinMs).length > 0,
    heardWithin: (withinMs) =>
      [...heard.keys()].flatMap((topic) => idsWithin(topic, withinMs).map((id) => ({ topic, id }))),
  }
}

/** Keeps that there was one and when, and lets go of which. */
function blurOldest(ids: Map<Change['id'], number>): void {
  const [oldest] = [...ids].filter(([id]) => id !== null)
  if (!oldest) return
  const [id, at] = oldest
  ids.delete(id)
  ids.set(null, Math.max(at, ids.get(null) ?? at))
}
