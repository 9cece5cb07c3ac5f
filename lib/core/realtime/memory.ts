import { TOPICS, type Topic } from './topics'

/** When this process last heard of each topic. */
export interface Memory {
  note(topic: Topic): void
  /** Forgets all: what was announced until now may have been missed. */
  reset(): void
  /** Whether nothing of the last so many milliseconds can have been missed. */
  reachesBack(withinMs: number): boolean
  hasHeard(topic: Topic, withinMs: number): boolean
  heardWithin(withinMs: number): Topic[]
}

/** Told by a clock that is never set. */
export function createMemory(now = () => performance.now()): Memory {
  const heardAt = new Map<Topic, number>()
  let listeningSince = now()
  const hasHeard = (topic: Topic, withinMs: number): boolean => {
    const at = heardAt.get(topic)
    return at !== undefined && now() - at <= withinMs
  }
  return {
    note: (topic) => void heardAt.set(topic, now()),
    reset: () => {
      heardAt.clear()
      listeningSince = now()
    },
    reachesBack: (withinMs) => now() - listeningSince >= withinMs,
    hasHeard,
    heardWithin: (withinMs) => TOPICS.filter((topic) => hasHeard(topic, withinMs)),
  }
}
