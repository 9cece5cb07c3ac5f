import { useState } from 'react'

interface GatheredRows<T> {
  /** The rows from the one on that stood on top when the reader began. */
  shown: T[]
  /** How many newer ones wait above. */
  waiting: number
  /** Lets them in. */
  show: () => void
}

/** The part of a live, newest-first list that may be shown without moving what is being read. */
export function splitAtTop<T>(
  rows: readonly T[],
  top: string | null,
  idOf: (row: T) => string,
): { shown: T[]; waiting: number } {
  // A top that is gone (a filter, a deletion) holds nothing back.
  const at =
    top === null
      ? 0
      : Math.max(
          0,
          rows.findIndex((row) => idOf(row) === top),
        )
  return { shown: rows.slice(at), waiting: at }
}

/**
 * Keeps a newest-first list still while it is read: rows that come in later wait until they are asked for.
 * @param listKey names the list; another filter is another list and starts afresh
 */
export function useBufferedRows<T>(rows: readonly T[], idOf: (row: T) => string, listKey: string): GatheredRows<T> {
  const first = rows[0] ? idOf(rows[0]) : null
  const [held, setHeld] = useState({ listKey, top: first })
  const isStale = held.listKey !== listKey || (held.top === null && first !== null)
  if (isStale) setHeld({ listKey, top: first })
  const top = isStale ? first : held.top
  return { ...splitAtTop(rows, top, idOf), show: () => setHeld({ listKey, top: first }) }
}
