import { useState } from 'react'

/**
 * Keeps an ordered list still while it is worked: what comes in later, wherever its place is, waits until it is asked for; what
 * goes is gone at once.
 * @param listKey names the list; another filter is another list and starts afresh
 * @param isSettled whether the rows are of this list already
 */
export function useHeldRows<T>(
  rows: readonly T[],
  idOf: (row: T) => number,
  { listKey, isSettled, pages }: { listKey: string; isSettled: boolean; pages: number },
): { shown: T[]; waiting: number; show: () => void } {
  const [held, setHeld] = useState<{ listKey: string; pages: number; ids: ReadonlySet<number> } | null>(null)
  const isOther = held === null || held.listKey !== listKey || held.pages !== pages
  if (isSettled && isOther) setHeld({ listKey, pages, ids: new Set(rows.map(idOf)) })
  const known = isOther ? null : held.ids
  const shown = known ? rows.filter((row) => known.has(idOf(row))) : [...rows]
  return {
    shown,
    waiting: rows.length - shown.length,
    show: () => setHeld({ listKey, pages, ids: new Set(rows.map(idOf)) }),
  }
}
