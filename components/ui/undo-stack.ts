/** Something that can be taken back. */
export interface UndoEntry {
  undo: () => void
  /** Until when it is offered once a later one has been taken back, in milliseconds. */
  until: number
}

/** What can be taken back, in its order; all instants in milliseconds. */
export function createUndoStack<D extends UndoEntry>() {
  const list: D[] = []
  return {
    /** Notes one; those whose time is over are forgotten. */
    add(deed: D, now: number): void {
      list.splice(0, list.length, ...list.filter(({ until }) => until > now), deed)
    },
    /** The last one, for which the caller decides whether its time is over, and the one before, if that one's is not. */
    take(now: number): { taken: D; before: D | undefined } | undefined {
      const taken = list.pop()
      if (!taken) return undefined
      const before = list.at(-1)
      if (before && before.until > now) return { taken, before }
      list.length = 0
      return { taken, before: undefined }
    },
    /** Forgets one that came to nothing. */
    forget(deed: D): void {
      const at = list.indexOf(deed)
      if (at >= 0) list.splice(at, 1)
    },
    /** Whether it is the one that would be taken back next. */
    isLast: (deed: D): boolean => list.at(-1) === deed,
    /** Whether it can still be taken back: it was neither taken nor forgotten. */
    has: (deed: D): boolean => list.includes(deed),
    /** Forgets one and all before it; a later one may be in its place by the time that its going is told. */
    forgetThrough(deed: D): void {
      list.splice(0, list.indexOf(deed) + 1)
    },
  }
}
