import { useState } from 'react'
import type { CaseSummary } from '@/lib/moderation/schema/cases'
import { type PinnedRows, pinRows } from './pin-rows'

interface HeldList extends PinnedRows {
  listKey: string
  pages: number
}

/**
 * Keeps an ordered list still while it is worked: what comes in later waits until it is asked for, or until nothing else is left;
 * what goes is gone at once.
 * @param listKey names the list; another filter is another list and starts afresh
 * @param isSettled whether the rows are of this list already
 * @param asOf when the rows were read, in milliseconds
 */
export function usePinnedRows(
  rows: readonly CaseSummary[],
  { listKey, isSettled, pages, asOf }: { listKey: string; isSettled: boolean; pages: number; asOf: number },
): { shown: CaseSummary[]; waiting: number; show: () => void } {
  const [held, setHeld] = useState<HeldList | null>(null)
  const show = () => setHeld({ listKey, pages, ids: idsOf(rows), since: asOf })
  const isOther = held === null || held.listKey !== listKey || held.pages !== pages
  const shown = isOther ? [...rows] : pinRows(rows, held)
  if (isSettled) {
    if (isOther || (shown.length === 0 && rows.length > 0)) show()
    else if (shown.some(({ id }) => !held.ids.has(id))) setHeld({ ...held, ids: idsOf(shown, held.ids) })
  }
  return { shown, waiting: rows.length - shown.length, show }
}

const idsOf = (rows: readonly CaseSummary[], others: ReadonlySet<number> = new Set()): Set<number> =>
  new Set([...others, ...rows.map(({ id }) => id)])
