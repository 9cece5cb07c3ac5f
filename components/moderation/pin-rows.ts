/** What is known of a list since it was last shown whole. */
export interface PinnedRows {
  ids: ReadonlySet<number>
  /** When it was read, in milliseconds. */
  since: number
}

interface Held {
  id: number
  openedAt: string
}

/**
 * The rows of an ordered list that may be seen while it is worked: those that were seen before, and below them what had only not
 * been loaded yet, so that a page that is worked off fills up again. What came in since, wherever its place is, waits.
 */
export function pinRows<T extends Held>(rows: readonly T[], { ids, since }: PinnedRows): T[] {
  const last = rows.findLastIndex(({ id }) => ids.has(id))
  return rows.filter(({ id, openedAt }, at) => ids.has(id) || (at > last && Date.parse(openedAt) <= since))
}
